import type { VisitOut } from "../api/contract";
import type { Moment } from "./moments";

/** A visit may still be talked about on its own line; only later is it gathered with the others. */
const AFTER_MS = 60 * 60_000;

/** Visits at a customer that ended over an hour ago and have no note, oldest first. */
export function unspoken(moments: Moment[], now: Date): VisitOut[] {
  return moments
    .filter(({ cards }) => cards.length === 0)
    .map(({ visit }) => visit)
    .filter((visit) => visit !== null)
    .filter(({ customer, left_at }) => customer !== null && left_at !== null && now.getTime() - Date.parse(left_at) > AFTER_MS)
    .sort((one, other) => one.arrived_at.localeCompare(other.arrived_at));
}
