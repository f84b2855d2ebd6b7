import type { Shift, Weekday } from "../../api/contract";
import { WEEKDAYS } from "../../location/choice";

const NAMES: Record<Weekday, string> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** "Mon–Fri 07:00–19:00, Sat 08:00–13:00", or "at any time". */
export function hoursWords(hours: Shift[]): string {
  return hours.map((shift) => (isAlways(shift) ? "at any time" : `${daysWords(shift.days)} ${shift.from}–${shift.to}`)).join(", ");
}

/** "Mon–Fri", "Sat, Sun", "every day". */
export function daysWords(days: Weekday[]): string {
  if (days.length === WEEKDAYS.length) return "every day";
  const runs: Weekday[][] = [];
  for (const day of WEEKDAYS.filter((one) => days.includes(one))) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && WEEKDAYS.indexOf(last) + 1 === WEEKDAYS.indexOf(day)) run.push(day);
    else runs.push([day]);
  }
  return runs.map(runWords).join(", ");
}

export function dayName(day: Weekday): string {
  return NAMES[day];
}

function runWords(run: Weekday[]): string {
  const [first, last] = [NAMES[run[0]!], NAMES[run.at(-1)!]];
  if (run.length === 1) return first;
  return run.length === 2 ? `${first}, ${last}` : `${first}–${last}`;
}

function isAlways({ days, from, to }: Shift): boolean {
  return days.length === WEEKDAYS.length && from === "00:00" && to === "24:00";
}
