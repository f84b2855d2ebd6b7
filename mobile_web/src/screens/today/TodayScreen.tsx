import { moments, pairing, sheet, time_zone, today } from "../../app/state";
import { Icon } from "../../components/Icon";
import { dayName, weekdayName } from "../../time/format";
import { NextStopCard } from "../brief/NextStopCard";
import { is_connected } from "./connection";
import { MomentItem } from "./MomentItem";
import { Notices } from "./Notices";
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
        <button
          type="button"
          class="button-icon day-person"
          aria-label={`This phone, paired for ${pairing.value?.staff.name ?? ""}`}
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
        <NextStopCard />
        <ReminderOffer />
        <Unspoken />
        {moments.value.length === 0 ? <EmptyDay /> : <DayLine />}
        <button
          type="button"
          class="button button-quiet day-missing"
          onClick={() => {
            sheet.value = { kind: "missed_visit" };
          }}
        >
          <Icon name="plus" /> A visit is missing
        </button>
      </main>
    </>
  );
}

function DayLine() {
  return (
    <ol class="day-line" aria-label="Today">
      {moments.value.map((moment) => (
        <MomentItem key={moment.key} moment={moment} />
      ))}
    </ol>
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
