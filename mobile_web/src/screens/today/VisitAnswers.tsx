import type { Named, VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { Icon } from "../../components/Icon";
import { ChangeVisit, ChooseCustomer, NoVisit } from "./VisitButtons";

const FEW = 4;

/** What a rep can say about a visit that is not sure: yes, one of up to four others, somewhere else, no visit. */
export function VisitAnswers({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  const others = visit.alternatives.filter(({ id }) => id !== visit.customer?.id).slice(0, FEW);
  const choose = ({ id, name }: Named): void =>
    void phone.tap({ kind: "decision", visit_id: visit.id, decision: { decision: "changed", customer_id: id }, customer_name: name });
  return (
    <div class="button-row">
      {visit.customer && (
        <button
          type="button"
          class="button button-main"
          onClick={() =>
            void phone.tap({ kind: "decision", visit_id: visit.id, decision: { decision: "confirmed" }, customer_name: null })
          }
        >
          <Icon name="check" /> Yes
        </button>
      )}
      {others.map((one) => (
        <button key={one.id} type="button" class="button" onClick={() => choose(one)}>
          {one.name}
        </button>
      ))}
      <ChooseCustomer visit={visit} label={visit.customer ? "Another" : "Search"} />
      <ChangeVisit visit={visit} is_quiet />
      <NoVisit visit={visit} />
    </div>
  );
}
