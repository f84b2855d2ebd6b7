import { expect, it } from "vitest";
import { queueLine, type QueueState, waitingOf } from "../../src/app/queue";
import { makeErrand, makeRecording } from "../makers";

const state = (fields: Partial<QueueState> = {}): QueueState => ({
  recordings: [],
  errands: [],
  fix_count: 0,
  is_connected: true,
  chunks_sent: {},
  clock: () => "10:02",
  ...fields,
});

it("says how many wait, and why", () => {
  const waiting = waitingOf(
    state({
      recordings: [makeRecording({ id: "note" }), makeRecording({ stage: "sent" }), makeRecording({ stage: "recording" })],
      errands: [makeErrand({ kind: "confirmation", entry_id: "e1" })],
      is_connected: false,
      chunks_sent: { note: 1 },
    }),
  );
  expect(queueLine(waiting, false)).toBe("2 waiting · no network");
  expect(waiting.map(({ what }) => what)).toEqual(["Note from 10:02, 0:03", "Confirmation from 10:02"]);
  expect(waiting[0]?.why).toBe("1 of 3 parts sent, waiting for a network");
});

it("says quietly that all is sent", () => {
  expect(queueLine([], true)).toBe("All sent");
});

it("does not count positions as work that waits", () => {
  expect(waitingOf(state({ fix_count: 40 }))).toEqual([]);
});

it("gives the server's own words for what it could not take", () => {
  const problem = { status: 507, detail: "The disk of the server is full.", at: "" };
  const waiting = waitingOf(state({ recordings: [makeRecording({ problem })] }));
  expect(waiting[0]?.why).toBe(
    "The server could not take this: The disk of the server is full. Kept on this phone, tried again by itself.",
  );
  expect(queueLine(waiting, true)).toBe("1 waiting · refused for now");
});

it("gives the server's own words for a tap that it could not take, and keeps it on the list", () => {
  const problem = { status: 403, detail: "This visit belongs to somebody else's phone.", at: "" };
  const tap = makeErrand({ kind: "merge", visit_id: "visit", other_id: "other" });
  expect(waitingOf(state({ errands: [{ ...tap, problem }] }))).toMatchObject([
    {
      what: "Two visits as one from 10:02",
      why: "The server could not take this: This visit belongs to somebody else's phone. Kept on this phone, tried again by itself.",
      is_refused: true,
    },
  ]);
});

it.each([
  [403, true],
  [422, true],
  [408, false],
  [429, false],
  [507, false],
  [0, false],
])("lets a tap be given up that was answered %i: %s", (status, may_go) => {
  const tap = makeErrand({ kind: "confirmation", entry_id: "e1" });
  const problem = { status, detail: "No.", at: "" };
  expect(waitingOf(state({ errands: [{ ...tap, problem }] }))[0]?.may_go).toBe(may_go);
  expect(waitingOf(state({ errands: [tap] }))[0]?.may_go).toBe(false);
});

it("never lets a note be given up", () => {
  const problem = { status: 422, detail: "No.", at: "" };
  expect(waitingOf(state({ recordings: [makeRecording({ problem })] }))[0]?.may_go).toBe(false);
});
