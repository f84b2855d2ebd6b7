import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { sheet } from "../../app/state";

/** Choose at whose place a stop was. */
export function ChooseCustomer({ visit, label }: { visit: VisitOut; label: string }) {
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

/** Open everything else that can be wrong about a visit: its times, its neighbours. */
export function ChangeVisit({ visit, is_quiet = false }: { visit: VisitOut; is_quiet?: boolean }) {
  return (
    <button
      type="button"
      class={is_quiet ? "button button-quiet" : "button"}
      onClick={() => {
        sheet.value = { kind: "visit", visit_id: visit.id };
      }}
    >
      Change
    </button>
  );
}

/** Say that there was no visit; it can be taken back for some seconds. */
export function NoVisit({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  return (
    <button type="button" class="button button-quiet" onClick={() => phone.taps.noVisit(visit.id)}>
      No visit
    </button>
  );
}
