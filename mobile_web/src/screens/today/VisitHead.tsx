import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { BriefButton } from "../brief/BriefButton";
import { span } from "../../time/format";
import { StopHead } from "./StopHead";
import { VisitAnswers } from "./VisitAnswers";
import { ChangeVisit, ChooseCustomer, NoVisit } from "./VisitButtons";

/** A visit and how sure it is: told plainly when sure, quietly when likely. The one that is asked about is asked on top. */
export function VisitHead({ visit, has_note }: { visit: VisitOut; has_note: boolean }) {
  if (visit.is_stop) return <StopHead visit={visit} />;
  return (
    <section
      class="visit"
      aria-label={`Visit ${visit.customer?.name ?? "at an unknown place"}, ${timesOf(visit)}`}
    >
      <h2 class="visit-name">
        <span>{title(visit)}</span>
        <span class="visit-doors">
          {visit.customer && <BriefButton customer={visit.customer} is_small />}
          {!has_note && <TalkAbout visit={visit} />}
        </span>
      </h2>
      {visit.flag && <p class="visit-flag">{visit.flag}</p>}
      <ToldVisit visit={visit} has_note={has_note} />
    </section>
  );
}

function title(visit: VisitOut): string {
  if (visit.is_question) return visit.customer ? `${visit.customer.name}?` : "Where were you?";
  if (!visit.customer) return "Somewhere";
  return visit.certainty === "probably" ? `${visit.customer.name}?` : visit.customer.name;
}

const CERTAINTY_WORDS = { sure: "sure", confirmed: "confirmed", probably: "probably", unknown: "place not known" };

function ToldVisit({ visit, has_note }: { visit: VisitOut; has_note: boolean }) {
  const is_open_question = visit.certainty === "probably" || visit.certainty === "unknown";
  const told = [timesOf(visit), CERTAINTY_WORDS[visit.certainty], ...(has_note || visit.state === "open" ? [] : ["no note yet"])];
  return (
    <details class="visit-more">
      <summary>
        {told.join(" · ")}
        <span class="for-readers">, change this visit</span>
      </summary>
      {visit.reasons.length > 0 && <p class="visit-why">{visit.reasons.join(" · ")}</p>}
      {is_open_question ? <VisitAnswers visit={visit} /> : <VisitChanges visit={visit} />}
    </details>
  );
}

function VisitChanges({ visit }: { visit: VisitOut }) {
  return (
    <div class="button-row">
      <ChooseCustomer visit={visit} label="Another customer" />
      <ChangeVisit visit={visit} />
      <NoVisit visit={visit} />
    </div>
  );
}

function TalkAbout({ visit }: { visit: VisitOut }) {
  const phone = usePhone();
  return (
    <button
      type="button"
      class="button-icon visit-talk"
      aria-label={`Talk about ${visit.customer?.name ?? "this visit"}`}
      onClick={() => void phone.talking.start(visit.id)}
    >
      <Icon name="microphone" />
    </button>
  );
}

function timesOf(visit: VisitOut): string {
  return span(visit.arrived_at, visit.left_at, time_zone.value);
}
