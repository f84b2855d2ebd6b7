import type { VisitOut } from "../../api/contract";
import { sheet, time_zone } from "../../app/state";
import { span } from "../../time/format";
import { ChooseCustomer, NoVisit } from "./VisitButtons";

/** A longer stop at no known customer: seen by its rep alone, and no more than a line unless tapped. */
export function StopHead({ visit }: { visit: VisitOut }) {
  const times = span(visit.arrived_at, visit.left_at, time_zone.value);
  return (
    <section class="visit stop" aria-label={`Stop ${times}`}>
      <details class="visit-more">
        <summary>
          Stop, {times}
          <span class="for-readers">, at no known customer</span>
        </summary>
        <p class="visit-why">No customer is known here. Only you see this stop.</p>
        <div class="button-row">
          <button
            type="button"
            class="button"
            onClick={() => {
              sheet.value = { kind: "prospect", visit_id: visit.id };
            }}
          >
            New prospect here
          </button>
          <ChooseCustomer visit={visit} label="A customer" />
          <NoVisit visit={visit} />
        </div>
      </details>
    </section>
  );
}
