import { expect, test } from "vitest";
import { dueOn, roundOn } from "../../src/app/due";
import { makeRoundCustomer } from "../makers";

const TOLD = makeRoundCustomer({ last_visit_on: "2026-03-01", visit_interval_days: 30, due_on: "2026-03-31", due: "green" });

test.each([
  ["2026-03-24", "green"],
  ["2026-03-25", "amber"],
  ["2026-03-31", "amber"],
  ["2026-04-01", "red"],
] as const)("on %s the customer is %s, whatever was told weeks before", (today_on, due) => {
  expect(dueOn(TOLD, today_on)).toBe(due);
  const round = { made_at: "2026-03-02T10:00:00Z", customers: [TOLD], appointments: [] };
  expect(roundOn(round, today_on).customers[0]?.due).toBe(due);
});

test("without an interval nobody is due", () => {
  expect(dueOn(makeRoundCustomer({ visit_interval_days: null, due_on: null }), "2026-04-01")).toBeNull();
});
