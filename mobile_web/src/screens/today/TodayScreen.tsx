import { Fragment } from "preact";
import { moments, pairing, sheet, time_zone, today, visits } from "../../app/state";
import { gapsOf, type Times } from "../../app/visit_times";
import { Icon } from "../../components/Icon";
import { clock, dayName, weekdayName } from "../../time/format";
import { NextStopCard } from "../brief/NextStopCard";
import { NoticesButton } from "../notices/NoticesButton";
import { is_connected } from "./connection";
import { MomentItem } from "./MomentItem";
import { Notices } from "./Notices";
import { Question } from "./Question";
import { ReminderOffer } from "./ReminderOffer";
import { Unspoken } from "./Unspoken";
import "./today.css";

/** The rep's day: what was visited and said, newest first, and one button to talk. */
export function TodayScreen() {
  return (
    <>
      <header class="day-head">
        <h1>
          {weekdayName(new Date().toISOString(), time_zone.value)}{" "}
          <span class="day-date">{dayName(new Date().toISOString(), time_zone.value)}</span>
        </h1>
        <NoticesButton />
        <button
          type="button"
          class="button-icon day-person"
          aria-label={`${initials(pairing.value?.staff.name ?? "")}: this phone, paired for ${pairing.value?.staff.name ?? ""}`}
          onClick={() => {
            sheet.value = { kind: "phone" };
          }}
        >
          <span aria-hidden="true">{initials(pairing.value?.staff.name ?? "")}</span>
          <span class={is_connected.value ? "day-dot" : "day-dot day-dot-off"} aria-hidden="true" />
        </button>
      </header>
      <main class="day">
        <Notices />
        <Question />
        <NextStopCard />
        <ReminderOffer />
        <Unspoken />
        {moments.value.length === 0 ? <EmptyDay /> : <DayLine />}
        <button
          type="button"
          class="button button-quiet day-missing"
          onClick={() => {
            sheet.value = { kind: "missed_visit", times: null };
          }}
        >
          <Icon name="plus" /> A visit is missing
        </button>
      </main>
    </>
  );
}

function DayLine() {
  const gaps = gapsOf(visits.value);
  return (
    <ol class="day-line" aria-label="Today">
      {moments.value.map((moment) => (
        <Fragment key={moment.key}>
          <MomentItem moment={moment} />
          <Gap times={gaps.get(moment.key)} />
        </Fragment>
      ))}
    </ol>
  );
}

/** A stretch of the day in which nothing was noticed: a visit that was is two taps away. */
function Gap({ times }: { times: Times | undefined }) {
  if (!times) return null;
  return (
    <li class="moment moment-gap">
      <button
        type="button"
        class="gap"
        aria-label={`Add a visit about ${clock(times.arrived_at, time_zone.value)}`}
        onClick={() => {
          sheet.value = { kind: "missed_visit", times };
        }}
      >
        <Icon name="plus" /> Visit
      </button>
    </li>
  );
}

function EmptyDay() {
  return (
    <div class="day-empty">
      <Icon name="microphone" />
      <p>{today.value ? "Nothing yet today." : "Your day appears here."}</p>
      <p>After a visit, tap Talk and say what happened. The visit and the entry write themselves.</p>
    </div>
  );
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => part?.[0] ?? "").join("").toUpperCase();
}
