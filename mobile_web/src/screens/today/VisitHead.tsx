import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { sheet, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { span } from "../../time/format";

const FEW = 4;

/** A visit and how sure it is: told plainly when sure, asked with one tap when not. */
export function VisitHead({ visit, has_note }: { visit: VisitOut; has_note: boolean }) {
  const name = visit.customer?.name;
  const is_asking = visit.certainty === "probably" || visit.certainty === "unknown" || !visit.customer;
  return (
    <section class="visit" aria-label={`Visit ${name ?? "at an unknown place"}`}>
      <h2 class="visit-name">
        <span>{title(visit)}</span>
        {!has_note && <TalkAbout visit={visit} />}
      </h2>
      {is_asking ? <VisitQuestion visit={visit} /> : <VisitChange visit={visit} />}
    </section>
  );
}

function title(visit: VisitOut): string {
  if (!visit.customer) return "Where were you?";
  return visit.certainty === "probably" ? `${visit.customer.name}?` : visit.customer.name;
}

function timesOf(visit: VisitOut): string {
  return span(visit.arrived_at, visit.left_at, time_zone.value);
}

function TalkAbout({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  return (
    <button
      type="button"
      class="button-icon visit-talk"
      aria-label={`Talk about ${visit.customer?.name ?? "this visit"}`}
      onClick={() => void phone.talk(visit.id)}
    >
      <Icon name="microphone" />
    </button>
  );
}

function VisitQuestion({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  const choose = (customer_id: string, customer_name: string): void =>
    void phone.tap({ kind: "decision", visit_id: visit.id, decision: { decision: "changed", customer_id }, customer_name });
  return (
    <>
      <p class="visit-why">{[timesOf(visit), ...visit.reasons].join(" · ")}</p>
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
        {!visit.customer &&
          visit.alternatives.slice(0, FEW).map((one) => (
            <button key={one.id} type="button" class="button" onClick={() => choose(one.id, one.name)}>
              {one.name}
            </button>
          ))}
        <OtherCustomer visit={visit} label={visit.customer ? "Another" : "Search"} />
        <NoVisit visit={visit} />
      </div>
    </>
  );
}

function VisitChange({ visit }: { visit: VisitOut }) {
  return (
    <details class="visit-more">
      <summary>
        {timesOf(visit)} · {visit.certainty === "confirmed" ? "confirmed" : "sure"}
        <span class="for-readers">, change this visit</span>
      </summary>
      {visit.reasons.length > 0 && <p class="visit-why">{visit.reasons.join(" · ")}</p>}
      <div class="button-row">
        <OtherCustomer visit={visit} label="Another customer" />
        <NoVisit visit={visit} />
      </div>
    </details>
  );
}

function OtherCustomer({ visit, label }: { visit: VisitOut; label: string }) {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        sheet.value = { kind: "customer", visit_id: visit.id, recording_id: null };
      }}
    >
      {label}
    </button>
  );
}

function NoVisit({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  return (
    <button
      type="button"
      class="button button-quiet"
      onClick={() =>
        void phone.tap(
          { kind: "decision", visit_id: visit.id, decision: { decision: "deleted" }, customer_name: null },
          "Visit taken away",
        )
      }
    >
      No visit
    </button>
  );
}
