import { expect, test } from "vitest";
import { countDeparture, emptyDay, listDepartures } from "../../src/store/departures";
import { makeShelf } from "../makers";

test("what left the phone is added up for each day, newest day first", async () => {
  const { database } = await makeShelf();
  await countDeparture(database, "2026-03-09", "taps", 1);
  await countDeparture(database, "2026-03-10", "positions", 40);
  await countDeparture(database, "2026-03-10", "positions", 2);
  await countDeparture(database, "2026-03-10", "notes", 1);
  expect(await listDepartures(database)).toEqual([
    { ...emptyDay("2026-03-10"), positions: 42, notes: 1 },
    { ...emptyDay("2026-03-09"), taps: 1 },
  ]);
});
