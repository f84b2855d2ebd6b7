import { expect, test } from "vitest";
import { positionWords } from "../../src/screens/me/position_words";
import { makeChoice } from "../makers";

const CHICAGO = "America/Chicago";
const NOW_MS = Date.parse("2026-03-10T15:30:00Z");
const titleWith = (until: string | null): string =>
  positionWords("paused", makeChoice({ pause: { id: "p", began_at: "2026-03-10T15:00:00Z", until } }), NOW_MS, CHICAGO).title;

test("a pause says when it ends", () => {
  expect(titleWith("2026-03-10T16:00:00Z")).toMatch(/^Paused until 11:00/);
  expect(titleWith("2026-03-11T05:00:00Z")).toBe("Paused for the rest of today");
  expect(titleWith(null)).toBe("Paused until you end it");
});

test("each mode says what becomes of positions", () => {
  expect(positionWords("off", makeChoice({ mode: "none" }), NOW_MS).detail).toMatch(/asks for no position and sends none/);
  expect(positionWords(null, makeChoice(), NOW_MS).detail).toMatch(/thrown away/);
  expect(positionWords(null, makeChoice({ mode: "trail" }), NOW_MS).detail).toMatch(/you alone/);
  expect(positionWords("unknown", null, NOW_MS).title).toBe("Not known yet");
});
