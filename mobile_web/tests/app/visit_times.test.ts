import { expect, it } from "vitest";
import { gapsOf, middleOf, missedTimes, stepped } from "../../src/app/visit_times";
import { makeVisit } from "../makers";

const NOW = new Date("2026-11-22T18:00:00.000Z");
const from = (arrived: string, left: string | null) =>
  makeVisit({ arrived_at: `2026-11-22T${arrived}:00.000Z`, left_at: left && `2026-11-22T${left}:00.000Z` });
const clock = ({ arrived_at, left_at }: { arrived_at: string; left_at: string }) => [arrived_at.slice(11, 16), left_at.slice(11, 16)];

it("proposes the newest gap of the day, with time for the way", () => {
  const day = [from("14:00", "14:30"), from("15:40", "17:50")];
  expect(clock(missedTimes(day, NOW))).toEqual(["15:00", "15:30"]);
});

it("proposes the last half hour where the day is still empty", () => {
  expect(clock(missedTimes([], NOW))).toEqual(["17:30", "18:00"]);
});

it("proposes the time since the last visit when that is long ago", () => {
  expect(clock(missedTimes([from("14:00", "16:00")], NOW))).toEqual(["17:20", "17:50"]);
});

it("finds no gap behind somebody who is still at a customer's, and proposes the time before", () => {
  expect(clock(missedTimes([from("16:00", null)], NOW))).toEqual(["15:20", "15:50"]);
});

it("steps to full five minutes and stays between arrival and departure", () => {
  expect(stepped("2026-11-22T10:02:00.000Z", 1, null, null)).toBe("2026-11-22T10:05:00.000Z");
  expect(stepped("2026-11-22T10:02:00.000Z", -1, null, null)).toBe("2026-11-22T10:00:00.000Z");
  expect(stepped("2026-11-22T10:05:00.000Z", 1, null, "2026-11-22T10:07:00.000Z")).toBe("2026-11-22T10:07:00.000Z");
  expect(stepped("2026-11-22T10:05:00.000Z", -1, "2026-11-22T10:02:00.000Z", null)).toBe("2026-11-22T10:02:00.000Z");
});

it("cuts a visit in the middle, on a full minute", () => {
  expect(middleOf("2026-11-22T10:00:00.000Z", "2026-11-22T10:41:00.000Z")).toBe("2026-11-22T10:21:00.000Z");
});

it("finds the gaps between visits that are wide enough for one, whatever their order", () => {
  const day = [
    { ...from("16:00", "16:30"), id: "third" },
    { ...from("09:00", "10:00"), id: "first" },
    { ...from("10:10", "15:00"), id: "second" },
  ];
  const gaps = gapsOf(day);
  expect([...gaps.keys()]).toEqual(["third"]);
  expect([...gaps.values()].map(clock)).toEqual([["15:20", "15:50"]]);
});

it("finds no gap beside a visit that covers it, nor after one that goes on", () => {
  const day = [{ ...from("09:00", "12:00"), id: "long" }, { ...from("09:10", "09:20"), id: "inside" }, { ...from("12:10", null), id: "open" }];
  expect([...gapsOf([...day, { ...from("14:00", "15:00"), id: "after" }]).keys()]).toEqual([]);
});
