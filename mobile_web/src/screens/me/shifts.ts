import type { Shift } from "../../api/contract";

/** Hours to begin with, for somebody who sets their own. */
export function workWeek(): Shift[] {
  return [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00" }];
}

/** A time field knows no 24:00: midnight at the end of a day is shown as 00:00. */
export function forClock(time: string): string {
  return time === "24:00" ? "00:00" : time;
}

export function fromClock(time: string): string {
  return time === "00:00" ? "24:00" : time;
}

/** What is missing before hours can be saved, in words; null when nothing is. */
export function troubleOf(hours: Shift[]): string | null {
  if (hours.some((shift) => shift.days.length === 0)) return "Choose at least one day, or remove these hours.";
  if (hours.some((shift) => !shift.from || !shift.to)) return "Give both times, from and to.";
  if (hours.some((shift) => shift.from === shift.to)) return "From and to are the same. Give the hours some length.";
  return null;
}
