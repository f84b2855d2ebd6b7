import type { LocationChoice } from "../../api/contract";
import { isPaused, type NoPosition } from "../../location/choice";
import { clock, dateOn, dayName } from "../../time/format";
import { hoursWords } from "./hours_words";

export interface PositionWords {
  title: string;
  detail: string;
}

/** How it stands with the position at this moment, in words. */
export function positionWords(
  why_none: NoPosition | null,
  choice: LocationChoice | null,
  now_ms: number,
  time_zone?: string,
): PositionWords {
  if (choice === null || why_none === "unknown") {
    return { title: "Not known yet", detail: "No position is asked for until the server has told what you chose." };
  }
  switch (why_none) {
    case "off":
      return { title: "Position is off", detail: "This app asks for no position and sends none. Talking works as always." };
    case "paused":
      return { title: pauseTitle(choice, now_ms, time_zone), detail: "No position is asked for, and none is taken from any app of yours." };
    case "outside_hours":
      return {
        title: "Outside your hours",
        detail: `Positions are taken ${hoursWords(choice.hours ?? choice.company_hours)}. Not now.`,
      };
    case null:
      return {
        title: "Your visits are noticed",
        detail: choice.mode === "trail" ? "Your trail is kept for you alone." : "Positions are thrown away once a visit is known.",
      };
  }
}

function pauseTitle(choice: LocationChoice, now_ms: number, time_zone?: string): string {
  const until = isPaused(choice, now_ms) ? (choice.pause?.until ?? null) : null;
  if (until === null) return "Paused until you end it";
  const is_today = dateOn(until, time_zone) === dateOn(new Date(now_ms).toISOString(), time_zone);
  // The rest of the day ends at midnight, which reads as the next day.
  const is_midnight = dateOn(new Date(Date.parse(until) - 1).toISOString(), time_zone) !== dateOn(until, time_zone);
  if (is_midnight) return "Paused for the rest of today";
  return `Paused until ${is_today ? "" : `${dayName(until, time_zone)}, `}${clock(until, time_zone)}`;
}
