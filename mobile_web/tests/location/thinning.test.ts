import { expect, it } from "vitest";
import type { FixIn } from "../../src/api/contract";
import { distanceM, isWorthKeeping } from "../../src/location/thinning";

function fix(after_s: number, north_m = 0): FixIn {
  const at = new Date(Date.UTC(2026, 10, 22, 15) + after_s * 1000).toISOString();
  return { id: "", at, lat: 41.8848 + north_m / 111_195, lon: -87.6475, accuracy_m: 12, source: "web", trigger: "" };
}

it("measures metres", () => {
  expect(distanceM(fix(0), fix(0, 100))).toBeCloseTo(100, 0);
});

it("keeps the first fix", () => {
  expect(isWorthKeeping(null, fix(0))).toBe(true);
});

it.each([
  ["a second later, far away", fix(1, 500), false],
  ["ten seconds later, moved", fix(10, 25), true],
  ["ten seconds later, standing", fix(10, 5), false],
  ["half a minute later, standing", fix(30, 0), true],
])("decides about a fix %s", (_, next, expected) => {
  expect(isWorthKeeping(fix(0), next)).toBe(expected);
});
