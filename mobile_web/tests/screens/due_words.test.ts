import { expect, test } from "vitest";
import { agoWords, dueWords } from "../../src/screens/near/due_words";
import { makeRoundCustomer } from "../makers";

const TODAY = "2026-03-10";
const words = (fields: Parameters<typeof makeRoundCustomer>[0]) => dueWords(makeRoundCustomer(fields), TODAY);

test("who is due is told in words", () => {
  expect(words({ due: "red", due_on: "2026-02-26" })).toBe("Overdue by 12 days");
  expect(words({ due: "amber", due_on: "2026-03-11" })).toBe("Due in 1 day");
  expect(words({ due: "amber", due_on: TODAY })).toBe("Due today");
  expect(words({ due: "red", last_visit_on: null, due_on: null })).toBe("Never visited");
  expect(words({ due: null })).toBeNull();
});

test("a past day is told by how long ago it was", () => {
  expect([TODAY, "2026-03-09", "2026-03-05"].map((on) => agoWords(on, TODAY))).toEqual(["today", "yesterday", "5 days ago"]);
});
