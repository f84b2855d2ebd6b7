import type { LeftDay } from "../../api/contract";
import type { Departures } from "../../store/departures";
import { dayName, duration, weekdayName } from "../../time/format";

export interface LeftDayWords {
  on: string;
  title: string;
  lines: string[];
}

/** Each day on which something was sent, newest first: this phone's own count, then the server's. */
export function leftDays(counted_here: Departures[], told: LeftDay[], locale?: string): LeftDayWords[] {
  const here = new Map(counted_here.map((day) => [day.on, day]));
  const there = new Map(told.map((day) => [day.on, day]));
  const dates = [...new Set([...here.keys(), ...there.keys()])].sort().reverse();
  return dates
    .map((on) => ({ on, title: titleOf(on, locale), lines: [...hereLines(here.get(on)), ...thereLines(there.get(on))] }))
    .filter((day) => day.lines.length > 0);
}

function titleOf(on: string, locale?: string): string {
  const noon = `${on}T12:00:00Z`;
  return `${weekdayName(noon, "UTC", locale)}, ${dayName(noon, "UTC", locale)}`;
}

function hereLines(day: Departures | undefined): string[] {
  if (!day) return [];
  const searches = day.searches_near === 1 ? "1 search that told your place" : `${day.searches_near} searches that told your place`;
  const counts = [
    few(day.positions, "position"),
    few(day.notes, "note"),
    few(day.taps, "tap"),
    day.searches_near === 0 ? "" : searches,
  ].filter((words) => words !== "");
  return counts.length === 0 ? [] : [`This app sent ${counts.join(", ")}.`];
}

function thereLines(day: LeftDay | undefined): string[] {
  if (!day) return [];
  const lines = day.sources.map((source) => {
    const what = [
      `${source.received} reached the server`,
      source.refused > 0 && `${source.refused} refused and not stored`,
      source.discarded > 0 && `${source.discarded} thrown away since`,
      source.flagged > 0 && `${source.flagged} kept as doubtful`,
    ].filter(Boolean);
    return `${source.name}: ${what.join(", ")}.`;
  });
  const stays = [
    few(day.visits, "visit"),
    day.recordings > 0 ? `${few(day.recordings, "note")} (${duration(day.spoken_s)} spoken)` : "",
    day.positions_held > 0 ? few(day.positions_held, "position") : "",
  ].filter((words) => words !== "");
  if (stays.length > 0) lines.push(`The server holds ${stays.join(", ")}.`);
  else if (lines.length > 0) lines.push("The server holds nothing of that day.");
  return lines;
}

function few(count: number, what: string): string {
  return count === 0 ? "" : `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
