import { expect, it } from "vitest";
import { clock, isOfToday, dateOn, duration, span, weekdayName } from "../../src/time/format";

const plain = (text: string): string => text.replace(/[\u2009\u202f\u00a0]/g, " ");

it("tells the time in the company's zone, wherever the phone is", () => {
  expect(plain(clock("2026-11-22T16:02:00Z", "America/Chicago", "en-US"))).toBe("10:02 AM");
  expect(clock("2026-11-22T16:02:00Z", "Europe/Berlin", "de-DE")).toBe("17:02");
});

it("falls back to the phone's own zone for one that it does not know", () => {
  expect(() => clock("2026-11-22T16:02:00Z", "Mars/Olympus", "en-US")).not.toThrow();
});

it("tells from when to when, and since when", () => {
  expect(plain(span("2026-11-22T16:02:00Z", "2026-11-22T16:41:00Z", "America/Chicago", "en-US"))).toBe("10:02 – 10:41 AM");
  expect(plain(span("2026-11-22T16:02:00Z", null, "America/Chicago", "en-US"))).toBe("since 10:02 AM");
});

it.each([
  [0, "0:00"],
  [42.9, "0:42"],
  [725, "12:05"],
  [3_723, "1:02:03"],
  [-1, "0:00"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it("knows which day it is in the company's zone", () => {
  expect(dateOn("2026-11-23T04:30:00Z", "America/Chicago")).toBe("2026-11-22");
  expect(weekdayName("2026-11-23T04:30:00Z", "America/Chicago", "en-US")).toBe("Sunday");
});

it("keeps what was spoken just before midnight in today for an hour", () => {
  const spoken = "2026-11-22T23:59:00-06:00";
  const after = (minutes: number): number => Date.parse(spoken) + minutes * 60_000;
  expect(isOfToday(spoken, after(5), "America/Chicago")).toBe(true);
  expect(isOfToday(spoken, after(90), "America/Chicago")).toBe(false);
});
