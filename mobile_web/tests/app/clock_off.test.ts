import { expect, test } from "vitest";
import { clockOffWords } from "../../src/app/clock_off";

const MINUTE_MS = 60_000;

test.each([
  [12 * MINUTE_MS, "12 minutes ahead"],
  [-180 * MINUTE_MS, "3 hours behind"],
  [365 * 24 * 60 * MINUTE_MS, "365 days ahead"],
])("a clock that is %i ms ahead is said to be %s", (ahead_ms, told) => {
  expect(clockOffWords(ahead_ms)).toContain(told);
});

test("a slow network is no wrong clock", () => {
  expect(clockOffWords(40_000)).toBeNull();
  expect(clockOffWords(-4 * MINUTE_MS)).toBeNull();
});
