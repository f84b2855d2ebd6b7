import { expect, test } from "vitest";
import { distanceWords } from "../../src/location/distance_words";

test("a distance is told as exactly as it matters", () => {
  expect([4, 84, 994, 996, 1_440, 9_960, 23_400].map(distanceWords)).toEqual(["here", "80 m", "990 m", "1.0 km", "1.4 km", "10 km", "23 km"]);
});
