import type { FixIn } from "../api/contract";

const SOONEST_S = 10;
const LATEST_S = 30;
const MOVED_M = 20;
const EARTH_RADIUS_M = 6_371_000;

/** A phone may report each second: keep one per ten seconds when moving, one per thirty when standing. */
export function isWorthKeeping(previous: FixIn | null, next: FixIn): boolean {
  if (previous === null) return true;
  const passed_s = (Date.parse(next.at) - Date.parse(previous.at)) / 1000;
  if (passed_s < SOONEST_S) return false;
  return passed_s >= LATEST_S || distanceM(previous, next) >= MOVED_M;
}

/** Metres between two points, on a flat map: exact enough for a few hundred metres. */
export function distanceM(one: { lat: number; lon: number }, other: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const north = (other.lat - one.lat) * radians;
  const east = (other.lon - one.lon) * radians * Math.cos(((one.lat + other.lat) / 2) * radians);
  return EARTH_RADIUS_M * Math.hypot(north, east);
}
