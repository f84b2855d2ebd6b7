import { expect, it } from "vitest";
import { cardsOf } from "../../src/app/cards";
import { makeAnswer, makeEntry, makeErrand, makeRecording } from "../makers";

const today = () => true;

it("shows a note that only this phone holds", () => {
  const [card] = cardsOf([], [makeRecording({ id: "note" })], [], {}, today);
  expect(card).toMatchObject({ id: "note", state: "kept", seconds: 3 });
});

it("shows one card for a note that both know", () => {
  const cards = cardsOf([makeAnswer()], [makeRecording({ id: "note", stage: "sent" })], [], {}, today);
  expect(cards).toMatchObject([{ id: "note", state: "ready" }]);
});

it("says that the server could not take a note, and keeps saying it until it did", () => {
  const problem = { status: 507, detail: "The disk of the server is full.", at: "" };
  expect(cardsOf([], [makeRecording({ problem })], [], {}, today)).toMatchObject([{ state: "refused", problem }]);
  expect(cardsOf([], [makeRecording({ problem, stage: "sent" })], [], {}, today)).toMatchObject([{ problem: null }]);
});

it("shows a sent note as being heard before the server's answer came", () => {
  expect(cardsOf([], [makeRecording({ stage: "sent" })], [], {}, today)).toMatchObject([{ state: "hearing" }]);
});

it("leaves sent notes of other days out, and unsent ones in", () => {
  const kept = [makeRecording({ id: "sent", stage: "sent" }), makeRecording({ id: "unsent" })];
  expect(cardsOf([], kept, [], {}, () => false).map(({ id }) => id)).toEqual(["unsent"]);
});

it("shows the words so far until the transcript is there", () => {
  const recording = makeRecording({ id: "note", stage: "recording" });
  expect(cardsOf([], [recording], [], { note: "just left the" }, today)[0]?.words).toBe("just left the");
});

it("shows waiting taps as if they had arrived, and counts them", () => {
  const errand = makeErrand({ kind: "confirmation", entry_id: "entry" });
  const [card] = cardsOf([makeAnswer({ entry: makeEntry() })], [], [errand], {}, today);
  expect(card).toMatchObject({ waiting: 1, entry: { state: "confirmed" } });
});

it("puts the newest note first", () => {
  const answers = [makeAnswer({ id: "a" }), makeAnswer({ id: "b", started_at: "2026-11-22T17:00:00.000Z" })];
  expect(cardsOf(answers, [], [], {}, today).map(({ id }) => id)).toEqual(["b", "a"]);
});
