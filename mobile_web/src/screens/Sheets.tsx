import { sheet } from "../app/state";
import { CustomerSheet } from "./sheets/CustomerSheet";
import { FactSheet } from "./sheets/FactSheet";
import { MissedVisitSheet } from "./sheets/MissedVisitSheet";
import { PhoneSheet } from "./sheets/PhoneSheet";
import { ProspectSheet } from "./sheets/ProspectSheet";
import { QueueSheet } from "./sheets/QueueSheet";
import { SplitSheet } from "./sheets/SplitSheet";
import { VisitSheet } from "./sheets/VisitSheet";

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
    case "visit":
      return <VisitSheet visit_id={open.visit_id} onClose={close} />;
    case "split":
      return <SplitSheet visit_id={open.visit_id} onClose={close} />;
    case "missed_visit":
      return <MissedVisitSheet onClose={close} />;
    case "prospect":
      return <ProspectSheet visit_id={open.visit_id} onClose={close} />;
    case "queue":
      return <QueueSheet onClose={close} />;
    case "phone":
      return <PhoneSheet onClose={close} />;
    default:
      return null;
  }
}
