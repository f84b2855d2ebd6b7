import type { Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { visits } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { CustomerList } from "./CustomerList";

interface Props {
  recording_id: string | null;
  visit_id: string | null;
  onClose: () => void;
}

/** Whom a visit or a note was about. */
export function CustomerSheet({ recording_id, visit_id, onClose }: Props) {
  const phone = usePhone();
  const visit = visits.value.find((one) => one.id === visit_id);
  const likely = [...(recording_id && visit?.customer ? [visit.customer] : []), ...(visit?.alternatives ?? [])];

  const choose = ({ id, name }: Named): void => {
    void phone.taps.keep(
      recording_id
        ? { kind: "customer", recording_id, customer_id: id, customer_name: name }
        : { kind: "decision", visit_id: visit_id ?? "", decision: { decision: "changed", customer_id: id }, customer_name: name },
    );
    onClose();
  };

  return (
    <Sheet title={recording_id ? "Which customer?" : "Where were you?"} onClose={onClose}>
      <CustomerList likely={likely} onChoose={choose} />
    </Sheet>
  );
}
