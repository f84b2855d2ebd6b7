import { nextStop } from "../../app/around";
import { here, now_ms, round, time_zone, today } from "../../app/state";
import { clock } from "../../time/format";
import { BriefButton } from "./BriefButton";
import "./brief.css";

/** On top of the day: the customer at the door or next in the diary, with the brief one tap away. */
export function NextStopCard() {
  const told = round.value?.answer;
  const next = told && nextStop(told, here.value, now_ms.value);
  if (!next) return null;
  // What was spoken about already needs no brief any more.
  const is_told = today.value?.recordings.some((recording) => recording.customer?.id === next.customer.id);
  if (is_told) return null;
  return (
    <section class="next-stop" aria-label="Next stop">
      <p>
        <span class="next-word">{next.is_here ? "You are at" : "Next"}</span>
        <span class="next-name">{next.customer.name}</span>
        {next.starts_at && <span class="next-time">{clock(next.starts_at, time_zone.value)}</span>}
      </p>
      <BriefButton customer={next.customer} />
    </section>
  );
}
