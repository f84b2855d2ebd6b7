import { expect, it } from "vitest";
import type { Moment } from "../../src/app/moments";
import { unspoken } from "../../src/app/unspoken";
import { makeVisit } from "../makers";

const NOW = new Date("2026-11-22T18:00:00.000Z");

function moment(id: string, left: string | null, fields: Partial<Moment> = {}): Moment {
  const visit = makeVisit({ id, left_at: left && `2026-11-22T${left}:00.000Z` });
  return { key: id, at: visit.arrived_at, visit, cards: [], ...fields };
}

it("gathers visits that ended an hour ago and have no note", () => {
  const day = [moment("long over", "15:10"), moment("just over", "17:30"), moment("going on", null)];
  expect(unspoken(day, NOW).map(({ id }) => id)).toEqual(["long over"]);
});

it("leaves out stops at no customer, and notes without a visit", () => {
  const stop = moment("stop", "15:10");
  const nobody = { ...stop, visit: stop.visit && { ...stop.visit, customer: null } };
  expect(unspoken([nobody, { ...stop, visit: null }], NOW)).toEqual([]);
});
