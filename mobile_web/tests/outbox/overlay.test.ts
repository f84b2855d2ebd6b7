import { describe, expect, it } from "vitest";
import { answerWithErrands, applyChanges, complaintWithErrands, followedWithErrands, languageWithErrands, noticesWithErrands, promiseWithErrands, recordingWithErrands, visitsWithErrands, withErrands } from "../../src/outbox/overlay";
import { makeAnswer, makeEntry, makeErrand, makeFact, makeNotice, makeVisit } from "../makers";

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

it("shows a note as private while the tap waits, and as it was where the server said no", () => {
  const wish = makeErrand({ kind: "privacy", recording_id: "one", is_private: true });
  const answer = makeAnswer({ id: "one", is_private: false });
  expect(recordingWithErrands(answer, [wish]).is_private).toBe(true);
  expect(recordingWithErrands(makeAnswer({ id: "other" }), [wish]).is_private).toBe(false);
  const refused = { ...wish, problem: { status: 403, detail: "Not yours.", at: "2026-03-11T14:00:00Z" } };
  expect(recordingWithErrands(answer, [refused]).is_private).toBe(false);
});

it("shows a confirmed visit as such at once", () => {
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "confirmed" }, customer_name: null });
  expect(visitsWithErrands([makeVisit()], [errand])[0]?.certainty).toBe("confirmed");
});

it("shows the customer that the rep chose instead", () => {
  const decision = { decision: "changed" as const, customer_id: "C003" };
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision, customer_name: "Anjou Bistro" });
  expect(visitsWithErrands([makeVisit()], [errand])[0]?.customer).toEqual({ id: "C003", name: "Anjou Bistro" });
});

it("takes a visit that was none off the day", () => {
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "deleted" }, customer_name: null });
  expect(visitsWithErrands([makeVisit()], [errand])).toEqual([]);
});

it("lets the last choice of a note's customer win", () => {
  const choose = (id: string) =>
    makeErrand({ kind: "customer", recording_id: "note", customer_id: id, customer_name: `Customer ${id}` });
  const shown = recordingWithErrands(makeAnswer(), [choose("C001"), choose("C002")]);
  expect(shown.customer).toEqual({ id: "C002", name: "Customer C002" });
});

it("shows a missed visit as soon as it was added, and once only when the server has it", () => {
  const visit = { customer_id: "C003", arrived_at: "2026-11-22T12:00:00.000Z", left_at: "2026-11-22T12:30:00.000Z" };
  const errand = makeErrand({ kind: "missed_visit", visit_id: "missed", visit, customer_name: "Anjou Bistro" });
  const shown = visitsWithErrands([makeVisit()], [errand]);
  expect(shown.map(({ id, customer, certainty }) => [id, customer?.name, certainty])).toEqual([
    ["visit", "The Copper Kettle", "probably"],
    ["missed", "Anjou Bistro", "confirmed"],
  ]);
  expect(visitsWithErrands(shown, [errand])).toHaveLength(2);
});

it("shows two visits that were one as one, from the first arrival to the last departure", () => {
  const later = makeVisit({ id: "later", arrived_at: "2026-11-22T15:20:00.000Z", left_at: null, state: "open", recording_ids: ["note"] });
  const [joined, ...others] = visitsWithErrands([makeVisit(), later], [makeErrand({ kind: "merge", visit_id: "visit", other_id: "later" })]);
  expect(others).toEqual([]);
  expect(joined).toMatchObject({ id: "visit", arrived_at: "2026-11-22T14:30:00.000Z", left_at: null, state: "open", recording_ids: ["note"] });
});

it("shows one visit that was two as two, and lets each be changed further", () => {
  const split = makeErrand({
    kind: "split",
    visit_id: "visit",
    at: "2026-11-22T14:50:00.000Z",
    first: { id: "one", customer: { id: "C001", name: "The Copper Kettle" } },
    second: { id: "two", customer: null },
  });
  const choose = makeErrand({ kind: "decision", visit_id: "two", decision: { decision: "changed", customer_id: "C003" }, customer_name: "Anjou" });
  const shown = visitsWithErrands([makeVisit()], [split, choose]);
  expect(shown.map(({ id, arrived_at, left_at }) => [id, arrived_at.slice(11, 16), left_at?.slice(11, 16)])).toEqual([
    ["one", "14:30", "14:50"],
    ["two", "14:50", "15:10"],
  ]);
  expect(shown[1]?.customer?.name).toBe("Anjou");
});

it("makes a stop the new prospect's visit at once", () => {
  const stop = makeVisit({ customer: null, is_stop: true, certainty: "unknown" });
  const errand = makeErrand({ kind: "prospect", customer_id: "P1", name: "Casa Nova", visit_id: "visit" });
  expect(visitsWithErrands([stop], [errand])).toMatchObject([{ customer: { id: "P1", name: "Casa Nova" }, is_stop: false }]);
});

it("ends a question with the times that a person gives", () => {
  const times = { arrived_at: "2026-11-22T14:00:00.000Z", left_at: "2026-11-22T15:00:00.000Z" };
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "confirmed", ...times }, customer_name: null });
  expect(visitsWithErrands([makeVisit()], [errand])).toMatchObject([{ ...times, is_question: false, certainty: "confirmed" }]);
});

describe("taps on promises, new contacts and the language", () => {
  const problem = { status: 403, detail: "This was promised by a colleague.", at: "2026-11-22T15:00:00Z" };
  const done = makeErrand({ kind: "action_state", action_id: "promise", what: "send the list", state: "done" });

  it("shows a promise as done from the tap on, and as open with the reason when the server says no", () => {
    expect(promiseWithErrands("promise", [done])).toMatchObject({ closed_as: "done", refusal: null });
    expect(promiseWithErrands("promise", [{ ...done, problem }])).toMatchObject({ closed_as: null, refusal: problem.detail });
    expect(promiseWithErrands("another", [done])).toMatchObject({ closed_as: null, refusal: null });
  });

  it("shows a complaint as settled and a question as answered from the tap on, and open again when the server says no", () => {
    const settled = makeErrand({ kind: "complaint_state", complaint_id: "late", what: "late truck", state: "closed" });
    expect(complaintWithErrands("late", [settled])).toEqual({ is_done: true, refusal: null, errand_id: settled.id });
    expect(complaintWithErrands("late", [{ ...settled, problem }])).toMatchObject({ is_done: false, refusal: problem.detail });
    expect(complaintWithErrands("another", [settled]).is_done).toBe(false);
    const answered = makeErrand({ kind: "answer", customer_id: "cafe", question_id: "chef", question: "Who is the chef?", value: "Maria" });
    expect(answerWithErrands("chef", [answered])).toMatchObject({ is_done: true, value: "Maria" });
    const declined = makeErrand({ kind: "answer", customer_id: "cafe", question_id: "chef", question: "Who is the chef?", value: null });
    expect(answerWithErrands("chef", [declined])).toMatchObject({ is_done: true, value: null });
    expect(answerWithErrands("chef", [{ ...answered, problem }])).toMatchObject({ is_done: false, refusal: problem.detail });
  });

  it("shows the star as it was tapped last, and as the server has it when it says no", () => {
    const wish = (is_followed: boolean) => makeErrand({ kind: "follow", customer_id: "cafe", customer_name: "Café", is_followed });
    expect(followedWithErrands("cafe", false, [wish(true)])).toBe(true);
    expect(followedWithErrands("cafe", false, [wish(true), wish(false)])).toBe(false);
    expect(followedWithErrands("cafe", true, [{ ...wish(false), problem }])).toBe(true);
    expect(followedWithErrands("another", false, [wish(true)])).toBe(false);
  });

  it("shows notices as read and taken from the tap on, and to be taken again when the server says no", () => {
    const told = [makeNotice({ id: "one" }), makeNotice({ id: "two", action_id: "promise", is_to_take: true })];
    const read = makeErrand({ kind: "notices_read", notice_ids: ["one"] });
    expect(noticesWithErrands(told, [read]).map(({ is_read }) => is_read)).toEqual([true, false]);
    const taking = makeErrand({ kind: "taking", action_id: "promise", what: "send the list" });
    expect(noticesWithErrands(told, [taking])[1]?.is_to_take).toBe(false);
    expect(noticesWithErrands(told, [{ ...taking, problem }])[1]?.is_to_take).toBe(true);
  });

  it("takes an offer that was taken off the card, and puts it back when the server says no", () => {
    const said = { item_id: "order", name: "Priya Raman", role: "", phone: null, email: null };
    const kept = makeErrand({ kind: "new_contact", recording_id: "note", entry_id: "entry", contact_id: "new", said });
    const entry = makeEntry({ facts: [makeFact({ is_offered: true, label: "New contact" })] });
    expect(withErrands(entry, [kept]).facts[0]).toMatchObject({ is_offered: false, label: "Person" });
    expect(withErrands(entry, [{ ...kept, problem }]).facts[0]?.is_offered).toBe(true);
  });

  it("shows the language that was wished last, unless it was refused", () => {
    const german = makeErrand({ kind: "own_language", language: "de" });
    expect(languageWithErrands("en", [german])).toBe("de");
    expect(languageWithErrands("en", [{ ...german, problem }])).toBe("en");
  });
});
