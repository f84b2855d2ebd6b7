/** Times of visits that a person gives by tapping: gaps of the day to fill, instants to step. */
import type { VisitOut } from "../api/contract";

export interface Times {
  arrived_at: string;
  left_at: string;
}

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
const USUAL_MS = 30 * MINUTE_MS;
const WAY_MS = 10 * MINUTE_MS;
const LEAST_GAP_MS = 25 * MINUTE_MS;

/** When a visit that is missing on the day may have been: in the newest gap that is wide enough, else just now. */
export function missedTimes(visits: VisitOut[], now: Date): Times {
  const ends = visits.map((visit) => [Date.parse(visit.arrived_at), visit.left_at ? Date.parse(visit.left_at) : now.getTime()]);
  const starts = [...ends.map(([arrived]) => arrived ?? 0), now.getTime()].sort((one, other) => other - one);
  for (const before of starts) {
    const after = Math.max(...ends.map(([, left]) => left ?? 0).filter((left) => left <= before), 0);
    if (after > 0 && before - after >= LEAST_GAP_MS) return inGap(after, before);
  }
  const first = starts.at(-1) ?? now.getTime();
  if (ends.length > 0) return inGap(first - USUAL_MS - 2 * WAY_MS, first);
  return { arrived_at: new Date(first - USUAL_MS).toISOString(), left_at: new Date(first).toISOString() };
}

/** The gaps of the day that are wide enough for a visit, by the id of the visit after each: the times that it may have had. */
export function gapsOf(visits: VisitOut[]): Map<string, Times> {
  const gaps = new Map<string, Times>();
  let left = -Infinity;
  for (const visit of [...visits].sort((one, other) => one.arrived_at.localeCompare(other.arrived_at))) {
    const arrived = Date.parse(visit.arrived_at);
    if (left > -Infinity && arrived - left >= LEAST_GAP_MS) gaps.set(visit.id, inGap(left, arrived));
    left = Math.max(left, visit.left_at === null ? Infinity : Date.parse(visit.left_at));
  }
  return gaps;
}

/** An instant some steps of five minutes on, on the full five minutes, kept between two others. */
export function stepped(instant: string, steps: number, least: string | null, most: string | null): string {
  const now = Date.parse(instant);
  const to = steps > 0 ? Math.floor(now / STEP_MS + steps) * STEP_MS : Math.ceil(now / STEP_MS + steps) * STEP_MS;
  const low = least === null ? -Infinity : Date.parse(least);
  const high = most === null ? Infinity : Date.parse(most);
  return new Date(Math.min(Math.max(to, low), high)).toISOString();
}

/** The instant half way through a visit, where a cut is proposed. */
export function middleOf(from: string, to: string): string {
  return new Date(Math.round((Date.parse(from) + Date.parse(to)) / 2 / MINUTE_MS) * MINUTE_MS).toISOString();
}

function inGap(after_ms: number, before_ms: number): Times {
  const way = Math.min(WAY_MS, (before_ms - after_ms) / 4);
  const left = before_ms - way;
  const arrived = Math.max(after_ms + way, left - USUAL_MS);
  return { arrived_at: new Date(arrived).toISOString(), left_at: new Date(left).toISOString() };
}
