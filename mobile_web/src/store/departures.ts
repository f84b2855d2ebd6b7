import type { Database } from "./database";

/** What kind of thing left this phone in a request. */
export type DepartureKind = "positions" | "searches_near" | "notes" | "taps";

/** What left this phone on one day (on the company's clock), as this phone itself counted it. */
export type Departures = { on: string } & Record<DepartureKind, number>;

const DAYS_KEPT = 92;

/** Add to a day's counts, in one transaction, so that two tabs never lose each other's. */
export async function countDeparture(database: Database, on: string, kind: DepartureKind, count: number): Promise<void> {
  const transaction = database.transaction("departures", "readwrite");
  const day = (await transaction.store.get(on)) ?? emptyDay(on);
  await transaction.store.put({ ...day, [kind]: day[kind] + count });
  await transaction.done;
}

/** The days on which something left, newest first; older ones than a quarter of a year are forgotten. */
export async function listDepartures(database: Database): Promise<Departures[]> {
  const days = (await database.getAll("departures")).reverse();
  await Promise.all(days.slice(DAYS_KEPT).map(({ on }) => database.delete("departures", on)));
  return days.slice(0, DAYS_KEPT);
}

export function emptyDay(on: string): Departures {
  return { on, positions: 0, searches_near: 0, notes: 0, taps: 0 };
}
