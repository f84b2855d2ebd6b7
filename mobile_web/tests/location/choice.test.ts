import { describe, expect, test } from "vitest";
import type { LocationChoice } from "../../src/api/contract";
import { choiceWithErrands, endOfDay, isWithin, reasonForNone } from "../../src/location/choice";
import { makeChoice, makeErrand } from "../makers";

const CHICAGO = "America/Chicago";
/** A Tuesday, 10:30 in Chicago. */
const TUESDAY_MS = Date.parse("2026-03-10T15:30:00Z");
const minutes = (count: number): number => count * 60_000;

describe("the open app", () => {
  const reason = (fields: Partial<LocationChoice>, at_ms = TUESDAY_MS) => reasonForNone(makeChoice(fields), at_ms, CHICAGO);

  test("asks for the position in working hours", () => {
    expect(reason({})).toBeNull();
    expect(reason({ mode: "trail" })).toBeNull();
  });

  test("asks for none in the mode without location, whatever the hour", () => {
    expect(reason({ mode: "none" })).toBe("off");
  });

  test("asks for none while nobody has told what was chosen", () => {
    expect(reasonForNone(null, TUESDAY_MS, CHICAGO)).toBe("unknown");
  });

  test("asks for none in a pause, and again when its time is over", () => {
    const pause = { id: "p", began_at: new Date(TUESDAY_MS).toISOString(), until: new Date(TUESDAY_MS + minutes(20)).toISOString() };
    expect(reason({ pause }, TUESDAY_MS - 1)).toBeNull();
    expect(reason({ pause }, TUESDAY_MS + minutes(19))).toBe("paused");
    expect(reason({ pause }, TUESDAY_MS + minutes(20))).toBeNull();
  });

  test("asks for none in a pause without an end for as long as it lasts", () => {
    const pause = { id: "p", began_at: new Date(TUESDAY_MS).toISOString(), until: null };
    expect(reason({ pause }, TUESDAY_MS + minutes(60 * 24 * 30))).toBe("paused");
  });

  test("goes by the person's own hours where there are any, by the company's otherwise", () => {
    expect(reason({ hours: [{ days: ["tue"], from: "12:00", to: "15:00" }] })).toBe("outside_hours");
    expect(reason({ company_hours: [{ days: ["wed"], from: "00:00", to: "24:00" }] })).toBe("outside_hours");
  });
});

describe("hours", () => {
  const at = (local: string): number => Date.parse(`${local}:00-05:00`);

  test("begin with their first minute and end before their last", () => {
    const hours = [{ days: ["tue" as const], from: "07:00", to: "19:00" }];
    expect([at("2026-03-10T06:59"), at("2026-03-10T07:00"), at("2026-03-10T18:59"), at("2026-03-10T19:00")].map((ms) => isWithin(hours, ms, CHICAGO))).toEqual([false, true, true, false]);
  });

  test("run past midnight when they end before they begin", () => {
    const hours = [{ days: ["sun" as const], from: "22:00", to: "02:00" }];
    expect([at("2026-03-08T21:59"), at("2026-03-08T23:00"), at("2026-03-09T01:59"), at("2026-03-09T02:00")].map((ms) => isWithin(hours, ms, CHICAGO))).toEqual([false, true, true, false]);
  });

  test("last to the end of the day with 24:00", () => {
    expect(isWithin([{ days: ["tue"], from: "00:00", to: "24:00" }], at("2026-03-10T23:59"), CHICAGO)).toBe(true);
  });
});

describe("the rest of the day", () => {
  test("ends at midnight on the company's clock", () => {
    expect(endOfDay(TUESDAY_MS, CHICAGO)).toBe("2026-03-11T05:00:00.000Z");
  });

  test("ends at midnight also on the days on which the clocks change", () => {
    expect(endOfDay(Date.parse("2026-03-08T07:30:00Z"), CHICAGO)).toBe("2026-03-09T05:00:00.000Z");
    expect(endOfDay(Date.parse("2026-11-01T05:30:00Z"), CHICAGO)).toBe("2026-11-02T06:00:00.000Z");
  });
});

describe("a tap counts before it has arrived", () => {
  test("on the mode and the hours", () => {
    const tap = makeErrand({ kind: "location_choice", mode: "none", hours: null });
    expect(choiceWithErrands(makeChoice(), [tap]).mode).toBe("none");
  });

  test("on a pause, begun and ended", () => {
    const begin = makeErrand({ kind: "pause", pause_id: "p", began_at: "2026-03-10T15:00:00Z", until: null, ended_at: null });
    const end = makeErrand({ kind: "pause", pause_id: "p", began_at: "2026-03-10T15:00:00Z", until: null, ended_at: "2026-03-10T15:20:00Z" });
    expect(choiceWithErrands(makeChoice(), [begin]).pause).toEqual({ id: "p", began_at: "2026-03-10T15:00:00Z", until: null });
    expect(choiceWithErrands(makeChoice(), [begin, end]).pause).toBeNull();
  });

  test("on the end of an older pause, which ends no newer one", () => {
    const pause = { id: "new", began_at: "2026-03-10T15:30:00Z", until: null };
    const end = makeErrand({ kind: "pause", pause_id: "old", began_at: "2026-03-10T15:00:00Z", until: null, ended_at: "2026-03-10T15:20:00Z" });
    expect(choiceWithErrands(makeChoice({ pause }), [end]).pause).toEqual(pause);
  });

  test("on home and office", () => {
    const home = { id: "h", kind: "home" as const, lat: 41.9, lon: -87.6 };
    const keep = makeErrand({ kind: "own_place", place: home });
    const forget = makeErrand({ kind: "own_place_removed", place_id: "h" });
    expect(choiceWithErrands(makeChoice(), [keep]).places).toEqual([home]);
    expect(choiceWithErrands(makeChoice(), [keep, forget]).places).toEqual([]);
  });
});
