import { useSignal } from "@preact/signals";
import type { Named, VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { visits } from "../../app/state";
import { middleOf } from "../../app/visit_times";
import { Sheet } from "../../components/Sheet";
import { uuid7 } from "../../store/uuid7";
import { CustomerList } from "./CustomerList";
import { TimeStepper } from "./TimeStepper";

/** One visit that was two: when the second began, and with whom. */
export function SplitSheet({ visit_id, onClose }: { visit_id: string; onClose: () => void }) {
  const visit = visits.value.find((one) => one.id === visit_id);
  if (!visit?.left_at) return null;
  return (
    <Sheet title="These were two visits" onClose={onClose}>
      <Cut visit={visit} left_at={visit.left_at} onClose={onClose} />
    </Sheet>
  );
}

function Cut({ visit, left_at, onClose }: { visit: VisitOut; left_at: string; onClose: () => void }) {
  const phone = usePhone();
  const at = useSignal(middleOf(visit.arrived_at, left_at));

  const choose = ({ id, name }: Named): void => {
    const first = { id: uuid7(), customer: visit.customer };
    const second = { id: uuid7(), customer: { id, name } };
    void phone.taps.keep({ kind: "split", visit_id: visit.id, at: at.value, first, second }, "One visit made two");
    onClose();
  };

  return (
    <>
      <p class="sheet-note">First {visit.customer?.name ?? "somewhere else"}. When did the second visit begin?</p>
      <TimeStepper
        label="From"
        value={at.value}
        least={visit.arrived_at}
        most={left_at}
        onChange={(value) => {
          at.value = value;
        }}
      />
      <p class="sheet-note">And where was it?</p>
      <CustomerList likely={visit.alternatives.filter(({ id }) => id !== visit.customer?.id)} onChoose={choose} />
    </>
  );
}
