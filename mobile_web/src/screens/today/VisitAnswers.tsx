import type { Named, VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { Icon } from "../../components/Icon";
import { ChangeVisit, ChooseCustomer, NoVisit } from "./VisitButtons";

const FEW = 4;

/** What a rep can say about a visit that is not sure: yes, one of up to four others, somewhere else, no visit. */
export function VisitAnswers({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  const others = visit.alternatives.filter(({ id }) => id !== visit.customer?.id).slice(0, FEW);
  const say = (decision: "confirmed" | "changed", { id, name }: Named): void =>
    void phone.taps.keep({ kind: "decision", visit_id: visit.id, decision: { decision, customer_id: id }, customer_name: name });
  return (
    <div class="button-row">
      {visit.customer && <Yes customer={visit.customer} onSaid={(shown) => say("confirmed", shown)} />}
      {others.map((one) => (
        <button key={one.id} type="button" class="button" onClick={() => say("changed", one)}>
          {one.name}
        </button>
      ))}
      <ChooseCustomer visit={visit} label={visit.customer ? "Another" : "Search"} />
      <ChangeVisit visit={visit} is_quiet />
      <NoVisit visit={visit} />
    </div>
  );
}

/** Yes to the customer that is shown: by the time the word arrives, the server may think of another. */
function Yes({ customer, onSaid }: { customer: Named; onSaid: (customer: Named) => void }) {
  return (
    <button type="button" class="button button-main" onClick={() => onSaid(customer)}>
      <Icon name="check" /> Yes
    </button>
  );
}
