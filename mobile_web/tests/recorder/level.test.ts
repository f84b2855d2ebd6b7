import { expect, it } from "vitest";
import { loudnessDb, meterOf, peakOf } from "../../src/recorder/level";

it("measures loudness in decibels below full scale", () => {
  expect(loudnessDb(new Float32Array([1, -1, 1, -1]))).toBeCloseTo(0);
  expect(loudnessDb(new Float32Array([0.1, -0.1]))).toBeCloseTo(-20);
  expect(loudnessDb(new Float32Array(8))).toBe(-Infinity);
});

it("stands at nothing for silence and at the top for a shout, and rises in between", () => {
  expect(meterOf(-Infinity)).toBe(0);
  expect(meterOf(0)).toBe(1);
  expect(meterOf(-20)).toBeGreaterThan(meterOf(-40));
});

it("finds the largest sample of a frame", () => {
  expect(peakOf(new Float32Array([0.1, -0.9, 0.5]))).toBeCloseTo(0.9);
});
