import { expect, test } from "vitest";
import type { Shift } from "../../src/api/contract";
import { daysWords, hoursWords } from "../../src/screens/me/hours_words";
import { forClock, fromClock, troubleOf } from "../../src/screens/me/shifts";

const SHIFT: Shift = { days: ["mon", "tue", "wed", "thu", "fri"], from: "07:00", to: "19:00" };

test("hours are told in words", () => {
  expect(hoursWords([SHIFT, { days: ["sat"], from: "08:00", to: "13:00" }])).toBe("Mon–Fri 07:00–19:00, Sat 08:00–13:00");
  expect(hoursWords([{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "24:00" }])).toBe("at any time");
  expect(daysWords(["mon", "tue", "thu", "sun"])).toBe("Mon, Tue, Thu, Sun");
});

test("hours that say nothing are not saved, and the words say what is missing", () => {
  expect(troubleOf([SHIFT])).toBeNull();
  expect(troubleOf([{ ...SHIFT, days: [] }])).toMatch(/at least one day/);
  expect(troubleOf([{ ...SHIFT, to: "" }])).toMatch(/both times/);
  expect(troubleOf([{ ...SHIFT, to: "07:00" }])).toMatch(/the same/);
});

test("midnight at the end of a day survives a time field", () => {
  expect(fromClock(forClock("24:00"))).toBe("24:00");
});
