import { expect, it } from "vitest";
import { nextDays } from "../../src/screens/sheets/days";
import { pressed, stepped, textOf, valueOf } from "../../src/screens/sheets/number_text";

it("types with the pad", () => {
  expect(["1", "2", ".", ".", "5", "⌫"].reduce(pressed, "")).toBe("12.");
});

it("steps without going below nothing, and keeps the cents", () => {
  expect(stepped("12", 1)).toBe("13");
  expect(stepped("0", -1)).toBe("0");
  expect(stepped("31.50", 1)).toBe("32.50");
  expect(stepped("", 1)).toBe("1");
  expect(stepped("around 80", 1)).toBe("around 80");
});

it("gives back the type of value that it was given", () => {
  expect(valueOf("14", 12)).toBe(14);
  expect(valueOf("14", "12")).toBe("14");
  expect(valueOf("", 12)).toBeNull();
  expect(valueOf("about 14", 12)).toBe("about 14");
});

it("shows a price with its cents", () => {
  expect(textOf(31.5, true)).toBe("31.50");
  expect(textOf(12, false)).toBe("12");
  expect(textOf(null, true)).toBe("");
});

it("names the coming week over the end of a month", () => {
  const days = nextDays("2026-11-28", "en-US");
  expect(days.map(({ on }) => on)).toEqual([
    "2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04",
  ]);
  expect(days.slice(0, 3).map(({ name }) => name)).toEqual(["Today", "Tomorrow", "Mon"]);
});
