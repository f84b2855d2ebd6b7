import { expect, it } from "vitest";
import { cardsOf } from "../../src/app/cards";
import { momentsOf } from "../../src/app/moments";
import { visitsWithErrands } from "../../src/outbox/overlay";
import { makeAnswer, makeErrand, makeRecording, makeVisit } from "../makers";

const cards = (answers = [makeAnswer()], kept = [] as ReturnType<typeof makeRecording>[]) =>
  cardsOf(answers, kept, [], {}, () => true);

it("puts a note with its visit, and a note without one on its own", () => {
  const notes = cards([makeAnswer({ id: "in", visit_id: "visit" }), makeAnswer({ id: "out" })]);
  const moments = momentsOf([makeVisit()], notes);
  expect(moments.find(({ key }) => key === "visit")?.cards.map(({ id }) => id)).toEqual(["in"]);
  expect(moments.find(({ key }) => key === "out")?.visit).toBeNull();
});

it("shows an unsent note with the visit during which it was spoken", () => {
  const moments = momentsOf([makeVisit()], cards([], [makeRecording({ id: "note" })]));
  expect(moments).toMatchObject([{ key: "visit", cards: [{ id: "note" }] }]);
});

it("believes the server when it says that a note belongs to no visit", () => {
  const moments = momentsOf([makeVisit()], cards([makeAnswer({ visit_id: null })]));
  expect(moments).toHaveLength(2);
});

it("keeps the notes of a visit that was none", () => {
  const errand = makeErrand({ kind: "decision", visit_id: "visit", decision: { decision: "deleted" }, customer_name: null });
  const moments = momentsOf(visitsWithErrands([makeVisit()], [errand]), cards([makeAnswer({ visit_id: "visit" })]));
  expect(moments).toMatchObject([{ key: "note", visit: null }]);
});

it("tells the day newest first, a visit by its newest note", () => {
  const early = makeVisit({ id: "early", arrived_at: "2026-11-22T09:00:00.000Z", recording_ids: ["note"] });
  const moments = momentsOf([makeVisit({ id: "late" }), early], cards([makeAnswer()]));
  expect(moments.map(({ key }) => key)).toEqual(["early", "late"]);
});

it("leaves out the note that is being spoken", () => {
  expect(momentsOf([], cards([], [makeRecording({ stage: "recording" })]))).toEqual([]);
});
