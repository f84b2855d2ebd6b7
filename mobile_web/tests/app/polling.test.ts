import { expect, it } from "vitest";
import { isPending, pollDelayMs, withRecording } from "../../src/app/polling";
import { makeAnswer } from "../makers";

it("looks each second at first, then ever more slowly, never less than four times a minute", () => {
  expect(pollDelayMs(0)).toBe(1_000);
  expect(pollDelayMs(19)).toBe(1_000);
  expect(pollDelayMs(22)).toBeGreaterThan(pollDelayMs(21));
  expect(pollDelayMs(1_000)).toBe(15_000);
});

it("stops looking when there is nothing more to come", () => {
  expect(isPending(makeAnswer({ state: "hearing" }))).toBe(true);
  expect((["ready", "silent", "undecodable"] as const).some((state) => isPending(makeAnswer({ state })))).toBe(false);
});

it("replaces what was known of a note, and adds what was not", () => {
  const known = [makeAnswer({ id: "a", state: "hearing" }), makeAnswer({ id: "b" })];
  expect(withRecording(known, makeAnswer({ id: "a" })).map(({ id, state }) => [id, state])).toEqual([["a", "ready"], ["b", "ready"]]);
  expect(withRecording(known, makeAnswer({ id: "c" }))).toHaveLength(3);
});
