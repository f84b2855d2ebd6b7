import { expect, test } from "vitest";
import type { PositionSource } from "../../src/api/contract";
import { ageWords, liveWords } from "../../src/screens/sources/live_words";

const SOURCE: PositionSource = {
  app: "owntracks",
  title: "OwnTracks",
  platforms: ["iPhone", "Android"],
  is_set_up: true,
  last_at: "2026-03-10T15:00:00Z",
  last_received_at: "2026-03-10T15:00:02Z",
  last_accuracy_m: 12.4,
  problem: null,
  is_silent: false,
};
/** This phone's clock is an hour wrong: only the server's counts. */
const TOLD = { answer: { server_time: "2026-03-10T15:00:12Z" }, told_ms: Date.parse("2026-03-10T16:00:12Z") };

test("the live check says how old and how sharp the last position is, by the server's clock", () => {
  expect(liveWords(SOURCE, TOLD, TOLD.told_ms + 10_000).long).toBe("Your last position came 20 s ago, accuracy 12 m.");
});

test("a position that was long on its way is told as such", () => {
  expect(liveWords({ ...SOURCE, last_at: "2026-03-10T14:30:02Z" }, TOLD, TOLD.told_ms).long).toMatch(/It was taken 30 min earlier\.$/);
});

test("an app that has sent nothing is not called broken at once", () => {
  expect(liveWords({ ...SOURCE, last_received_at: null }, TOLD, TOLD.told_ms).long).toMatch(/^No position came yet/);
});

test("ages are told in the unit that matters", () => {
  expect([0, 59, 61, 7_200, 200_000].map(ageWords)).toEqual(["0 s", "59 s", "1 min", "2 h", "2 days"]);
});
