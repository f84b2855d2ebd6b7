import { expect, it } from "vitest";
import { uuid7 } from "../../src/store/uuid7";

it("has the form of a version 7 id and carries the time", () => {
  const id = uuid7(4_102_444_800_000);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(4_102_444_800_000);
});

it("sorts in the order of making, within a millisecond and when the clock is set back", () => {
  const made = [4_102_444_900_000, 4_102_444_900_000, 4_102_444_900_001, 4_102_444_800_000].map((at) => uuid7(at));
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(4);
});
