import type { LocationChoice, OwnPlace, Shift, Weekday } from "../api/contract";
import type { Errand } from "../store/errands";

/** Why no position is asked for at a moment. */
export type NoPosition = "unknown" | "off" | "paused" | "outside_hours";

const DAY_MINUTES = 24 * 60;
export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The choice as it will be when the waiting taps have arrived: it counts on this phone from the tap on. */
export function choiceWithErrands(choice: LocationChoice, errands: Errand[]): LocationChoice {
  return errands.reduce(applyToChoice, choice);
}

/**
 * Why the open app may not ask for the position at that instant; null when it may.
 * 1. a choice that this phone has not learnt yet is a no; 2. the mode; 3. a pause; 4. the hours on the company's clock.
 */
export function reasonForNone(choice: LocationChoice | null, at_ms: number, time_zone?: string): NoPosition | null {
  if (choice === null) return "unknown";
  if (choice.mode === "none") return "off";
  if (isPaused(choice, at_ms)) return "paused";
  return isWithin(choice.hours ?? choice.company_hours, at_ms, time_zone) ? null : "outside_hours";
}

export function isPaused({ pause }: LocationChoice, at_ms: number): boolean {
  if (pause === null || Date.parse(pause.began_at) > at_ms) return false;
  return pause.until === null || at_ms < Date.parse(pause.until);
}

/** Whether an instant lies in the hours, on the company's clock; hours that end before they begin run past midnight. */
export function isWithin(hours: Shift[], at_ms: number, time_zone?: string): boolean {
  const { day, minute } = wallClock(at_ms, time_zone);
  return hours.some((shift) => covers(shift, day, minute));
}

/** The last instant of the day that `at_ms` lies in, on the company's clock. */
export function endOfDay(at_ms: number, time_zone?: string): string {
  const { minute } = wallClock(at_ms, time_zone);
  const whole_minute_ms = Math.floor(at_ms / 60_000) * 60_000;
  const guess_ms = whole_minute_ms + (DAY_MINUTES - minute) * 60_000;
  // A day on which the clocks change is an hour shorter or longer.
  const { minute: off } = wallClock(guess_ms, time_zone);
  const shift_minutes = off > DAY_MINUTES / 2 ? DAY_MINUTES - off : -off;
  return new Date(guess_ms + shift_minutes * 60_000).toISOString();
}

function applyToChoice(choice: LocationChoice, errand: Errand): LocationChoice {
  switch (errand.kind) {
    case "location_choice":
      return { ...choice, mode: errand.mode, hours: errand.hours };
    case "pause":
      return { ...choice, pause: pauseAfter(choice, errand) };
    case "own_place":
      return { ...choice, places: [...without(choice.places, errand.place.id), errand.place] };
    case "own_place_removed":
      return { ...choice, places: without(choice.places, errand.place_id) };
    default:
      return choice;
  }
}

function pauseAfter(choice: LocationChoice, errand: Errand & { kind: "pause" }): LocationChoice["pause"] {
  const { pause_id: id, began_at, until, ended_at } = errand;
  if (ended_at === null) return { id, began_at, until };
  return choice.pause?.id === id ? null : choice.pause;
}

function without(places: OwnPlace[], id: string): OwnPlace[] {
  return places.filter((place) => place.id !== id);
}

function covers({ days, from, to }: Shift, day: number, minute: number): boolean {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const is_on = (one: number): boolean => days.includes(WEEKDAYS[(one + 7) % 7]!);
  if (begin < end) return is_on(day) && begin <= minute && minute < end;
  return (is_on(day) && minute >= begin) || (is_on(day - 1) && minute < end);
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Day of the week (0 is Monday) and minute of the day on the company's clock. */
function wallClock(at_ms: number, time_zone?: string): { day: number; minute: number } {
  const parts = new Map(clockOf(time_zone).formatToParts(at_ms).map(({ type, value }) => [type, value]));
  const day = WEEKDAYS.indexOf((parts.get("weekday") ?? "").toLowerCase() as Weekday);
  return { day, minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")) };
}

function clockOf(time_zone?: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, ...(time_zone && { timeZone: time_zone }) });
  } catch {
    // A zone that this phone does not know: its own is the next best.
    return new Intl.DateTimeFormat("en-US", options);
  }
}
