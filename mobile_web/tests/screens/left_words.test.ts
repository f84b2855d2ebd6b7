import { expect, test } from "vitest";
import type { LeftDay } from "../../src/api/contract";
import { leftDays } from "../../src/screens/me/left_words";

const TOLD: LeftDay = {
  on: "2026-03-10",
  sources: [
    { source: "owntracks", name: "OwnTracks", received: 120, refused: 20, flagged: 1, discarded: 99, last_received_at: "2026-03-10T20:00:00Z" },
  ],
  positions_held: 0,
  visits: 3,
  recordings: 2,
  spoken_s: 75,
};

test("a day says what this phone counted, what the server got, and what it holds", () => {
  const counted = { on: "2026-03-10", positions: 1_200, notes: 2, taps: 1, searches_near: 1 };
  expect(leftDays([counted], [TOLD], "en-US")).toEqual([
    {
      on: "2026-03-10",
      title: "Tuesday, March 10",
      lines: [
        "This app sent 1,200 positions, 2 notes, 1 tap, 1 search that told your place.",
        "OwnTracks: 120 reached the server, 20 refused and not stored, 99 thrown away since, 1 kept as doubtful.",
        "The server holds 3 visits, 2 notes (1:15 spoken).",
      ],
    },
  ]);
});

test("days on which nothing left are not listed, and the newest comes first", () => {
  const empty: LeftDay = { on: "2026-03-12", sources: [], positions_held: 0, visits: 0, recordings: 0, spoken_s: 0 };
  const counted = { on: "2026-03-11", positions: 0, notes: 0, taps: 4, searches_near: 0 };
  expect(leftDays([counted], [empty, TOLD], "en-US").map(({ on }) => on)).toEqual(["2026-03-11", "2026-03-10"]);
});
