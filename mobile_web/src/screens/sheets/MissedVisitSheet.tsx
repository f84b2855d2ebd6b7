import { useSignal } from "@preact/signals";
import type { Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { visits } from "../../app/state";
import { missedTimes, type Times } from "../../app/visit_times";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { uuid7 } from "../../store/uuid7";
import { CustomerList } from "./CustomerList";
import { TimeStepper } from "./TimeStepper";

/** A visit that the phone did not notice: the times are proposed, so one tap on the customer is enough. */
export function MissedVisitSheet({ proposed, onClose }: { proposed: Times | null; onClose: () => void }) {
  const phone = usePhone();
  const times = useSignal(proposed ?? missedTimes(visits.value, new Date()));
  const { arrived_at, left_at } = times.value;

  const choose = ({ id, name }: Named): void => {
    const visit = { customer_id: id, arrived_at, left_at };
    void phone.taps.keep({ kind: "missed_visit", visit_id: uuid7(), visit, customer_name: name }, "Visit added");
    onClose();
  };

  const say = (): void => {
    onClose();
    void phone.talking.start();
  };

  return (
    <Sheet title="A visit is missing" onClose={onClose}>
      <TimeStepper
        label="Arrived"
        value={arrived_at}
        least={null}
        most={left_at}
        onChange={(value) => {
          times.value = { arrived_at: value, left_at };
        }}
      />
      <TimeStepper
        label="Left"
        value={left_at}
        least={arrived_at}
        most={new Date().toISOString()}
        onChange={(value) => {
          times.value = { arrived_at, left_at: value };
        }}
      />
      <button type="button" class="button button-quiet button-wide" onClick={say}>
        <Icon name="microphone" /> Say where you were instead
      </button>
      <CustomerList likely={[]} onChoose={choose} />
    </Sheet>
  );
}
