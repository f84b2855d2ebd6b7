import { sheet } from "../app/state";
import { BriefSheet } from "./brief/BriefSheet";
import { ListenSheet } from "./listen/ListenSheet";
import { HearingSheet } from "./me/HearingSheet";
import { LanguageSheet } from "./me/LanguageSheet";
import { HoursSheet } from "./me/HoursSheet";
import { TrailSheet } from "./me/TrailSheet";
import { WhatLeftSheet } from "./me/WhatLeftSheet";
import { CustomerSheet } from "./sheets/CustomerSheet";
import { FactSheet } from "./sheets/FactSheet";
import { MissedVisitSheet } from "./sheets/MissedVisitSheet";
import { PhoneSheet } from "./sheets/PhoneSheet";
import { ProspectSheet } from "./sheets/ProspectSheet";
import { QueueSheet } from "./sheets/QueueSheet";
import { SplitSheet } from "./sheets/SplitSheet";
import { VisitSheet } from "./sheets/VisitSheet";
import { SourceSheet } from "./sources/SourceSheet";
import { SourcesSheet } from "./sources/SourcesSheet";
import { NoticesSheet } from "./notices/NoticesSheet";

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
      return <MissedVisitSheet proposed={open.times} onClose={close} />;
    case "prospect":
      return <ProspectSheet visit_id={open.visit_id} onClose={close} />;
    case "queue":
      return <QueueSheet onClose={close} />;
    case "listen":
      return <ListenSheet recording_id={open.recording_id} onClose={close} />;
    case "hearing":
      return <HearingSheet onClose={close} />;
    case "language":
      return <LanguageSheet onClose={close} />;
    case "notices":
      return <NoticesSheet onClose={close} />;
    case "phone":
      return <PhoneSheet onClose={close} />;
    case "brief":
      return <BriefSheet customer={open.customer} onClose={close} />;
    case "hours":
      return <HoursSheet onClose={close} />;
    case "sources":
      return <SourcesSheet onClose={close} />;
    case "source":
      return <SourceSheet app={open.app} onClose={close} />;
    case "what-left":
      return <WhatLeftSheet onClose={close} />;
    case "trail":
      return <TrailSheet onClose={close} />;
    default:
      return null;
  }
}
