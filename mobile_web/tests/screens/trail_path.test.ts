import { expect, test } from "vitest";
import { trailPath } from "../../src/screens/me/trail_path";

test("a way to the north is drawn upwards, inside the square", () => {
  const { first, last } = trailPath([{ lat: 41, lon: -87 }, { lat: 42, lon: -87 }], 320);
  expect(first).toEqual([160, 304]);
  expect(last).toEqual([160, 16]);
});
