import { expect, it } from "vitest";
import { roomWords } from "../../src/app/space";
import { makeRecording } from "../makers";

const FOUR_HOURS = makeRecording({ started_at: "2026-11-22T10:00:00Z", ended_at: "2026-11-22T14:00:00Z" });

it("says how much waits and how much more fits", () => {
  expect(roomWords([FOUR_HOURS], 150_000_000)).toBe("About 58 MB of sound wait here. There is room for about 10 hours more.");
  expect(roomWords([FOUR_HOURS], 5_000_000)).toContain("less than an hour more: free some space");
  expect(roomWords([FOUR_HOURS], null)).toBe("About 58 MB of sound wait here.");
});

it("says nothing where nothing waits", () => {
  expect(roomWords([{ ...FOUR_HOURS, stage: "sent" }], 1)).toBeNull();
});
