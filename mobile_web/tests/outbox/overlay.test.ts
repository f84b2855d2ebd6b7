import { expect, it } from "vitest";
import { applyChanges, recordingWithErrands, visitWithErrands, withErrands } from "../../src/outbox/overlay";
import { makeAnswer, makeEntry, makeErrand, makeFact, makeVisit } from "../makers";

const setQuantity = (value: number) => ({ op: "set" as const, item_id: "order", attribute: "quantity", value });

it("shows a corrected number in its sentence before the server has answered", () => {
  const [fact] = applyChanges([makeFact()], [setQuantity(14)]);
  expect(fact?.text).toBe("14 cases Barista Oat Milk, $31.50 a case");
  expect(fact?.attributes[0]?.value).toBe(14);
  expect(fact?.is_sure).toBe(true);
});

it("shows a corrected price with its cents", () => {
  const [fact] = applyChanges([makeFact()], [{ op: "set", item_id: "order", attribute: "price", value: 32 }]);
  expect(fact?.text).toBe("12 cases Barista Oat Milk, $32.00 a case");
});

it("names the value behind the sentence where the old one cannot be found in it", () => {
  const [fact] = applyChanges([makeFact({ text: "a dozen cases" })], [setQuantity(14)]);
  expect(fact?.text).toBe("a dozen cases (quantity: 14)");
});

it("does not replace a number that stands twice in the sentence", () => {
  const [fact] = applyChanges([makeFact({ text: "12 cases of 12 bottles" })], [setQuantity(14)]);
  expect(fact?.text).toBe("12 cases of 12 bottles (quantity: 14)");
});

it("takes a removed fact off the card and leaves the others", () => {
  const facts = [makeFact(), makeFact({ item_id: "other" })];
  expect(applyChanges(facts, [{ op: "remove", item_id: "order" }]).map((fact) => fact.item_id)).toEqual(["other"]);
});

it("does nothing for a fact that is no longer there", () => {
  expect(applyChanges([makeFact()], [{ op: "set", item_id: "gone", attribute: "quantity", value: 1 }])).toEqual([makeFact()]);
});

it("applies waiting corrections and the confirmation to their entry only", () => {
  const errands = [
    makeErrand({ kind: "correction", entry_id: "entry", changes: [setQuantity(14)] }),
    makeErrand({ kind: "confirmation", entry_id: "entry" }),
  ];
  expect(withErrands(makeEntry(), errands)).toMatchObject({ state: "confirmed", facts: [{ attributes: [{ value: 14 }, {}] }] });
  expect(withErrands(makeEntry({ id: "other" }), errands)).toEqual(makeEntry({ id: "other" }));
});

it("shows a confirmed visit as such at once", () => {
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "confirmed" }, customer_name: null });
  expect(visitWithErrands(makeVisit(), [errand])?.certainty).toBe("confirmed");
});

it("shows the customer that the rep chose instead", () => {
  const decision = { decision: "changed" as const, customer_id: "C003" };
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision, customer_name: "Anjou Bistro" });
  expect(visitWithErrands(makeVisit(), [errand])?.customer).toEqual({ id: "C003", name: "Anjou Bistro" });
});

it("takes a visit that was none off the day", () => {
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "deleted" }, customer_name: null });
  expect(visitWithErrands(makeVisit(), [errand])).toBeNull();
});

it("lets the last choice of a note's customer win", () => {
  const choose = (id: string) =>
    makeErrand({ kind: "customer", recording_id: "note", customer_id: id, customer_name: `Customer ${id}` });
  const shown = recordingWithErrands(makeAnswer(), [choose("C001"), choose("C002")]);
  expect(shown.customer).toEqual({ id: "C002", name: "Customer C002" });
});
