import { expect, test } from "vitest";
import { checkedWords, dialled, isEmpty, otherWishes, promisesInOrder, withWhom } from "../../src/screens/brief/brief_words";
import type { Brief } from "../../src/api/contract";
import { makeBrief } from "../makers";

test("overdue promises come first, then by date, those without one last", () => {
  const promise = (text: string, due_on: string | null, is_overdue = false) => ({ id: text, text, due_on, owner: "you", is_overdue, may_close: true });
  const promises = [promise("some day", null), promise("next week", "2026-03-17"), promise("tomorrow", "2026-03-11"), promise("late", "2026-03-01", true)];
  expect(promisesInOrder(promises).map(({ text }) => text)).toEqual(["late", "tomorrow", "next week", "some day"]);
});

test("a brief says how old it is", () => {
  const now_ms = Date.parse("2026-03-10T15:00:00Z");
  expect(checkedWords("2026-03-10T14:59:30Z", now_ms)).toBe("Just checked with the server");
  expect(checkedWords("2026-03-10T12:00:00Z", now_ms)).toBe("As the server knew it 3 h ago");
});

test("a number is dialled by its digits, with its country", () => {
  expect(dialled("+1 (312) 555-0142")).toBe("tel:+13125550142");
});

test("a brief with one question is not empty", () => {
  expect(isEmpty(makeBrief())).toBe(true);
  expect(isEmpty(makeBrief({ question: { id: "q", text: "Do they own their machine?", kind: "yes_no", why: "", options: [] } }))).toBe(false);
});

test("shows a wish once: as what is known where a fact holds it", () => {
  const fact = { label: "Delivery time", text: "deliveries before nine", said_on: "2026-03-10", by: "Ana", recording_id: null, from_s: null, to_s: null };
  const brief = makeBrief({ preferences: ["deliveries before nine", "only compostable"], facts: [fact] });
  expect(otherWishes(brief)).toEqual(["only compostable"]);
  expect(isEmpty(makeBrief({ facts: [fact] }))).toBe(false);
});

test("reads a brief that was kept before an update of the server", () => {
  const { signals, facts, ...older } = makeBrief({ preferences: ["only compostable"] });
  expect([signals, facts]).toEqual([[], []]);
  expect(otherWishes(older as Brief)).toEqual(["only compostable"]);
  expect(isEmpty(older as Brief)).toBe(false);
  expect(withWhom(undefined)).toBe("");
});
