import { sheet } from "../app/state";
import { CustomerSheet } from "./sheets/CustomerSheet";
import { FactSheet } from "./sheets/FactSheet";
import { PhoneSheet } from "./sheets/PhoneSheet";
import { QueueSheet } from "./sheets/QueueSheet";

/** Whichever sheet is open. */
export function Sheets() {
  const open = sheet.value;
  const close = (): void => {
    if (sheet.value === open) sheet.value = null;
  };
  switch (open?.kind) {
    case "fact":
      return <FactSheet fact_ref={open.fact} onClose={close} />;
    case "customer":
      return <CustomerSheet recording_id={open.recording_id} visit_id={open.visit_id} onClose={close} />;
    case "queue":
      return <QueueSheet onClose={close} />;
    case "phone":
      return <PhoneSheet onClose={close} />;
    default:
      return null;
  }
}
