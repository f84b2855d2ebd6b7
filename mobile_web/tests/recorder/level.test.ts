import { expect, it } from "vitest";
import { loudnessDb, meterOf, SilenceWatch } from "../../src/recorder/level";

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

it("says that it hears nothing after four seconds without any sound", () => {
  const silence = new SilenceWatch();
  expect(silence.isSilent(-90, 3)).toBe(false);
  expect(silence.isSilent(-90, 5)).toBe(true);
});

it("gives a rep who was heard time to think", () => {
  const silence = new SilenceWatch();
  silence.isSilent(-25, 2);
  expect(silence.isSilent(-90, 10)).toBe(false);
  expect(silence.isSilent(-90, 15)).toBe(true);
  expect(silence.isSilent(-25, 16)).toBe(false);
});
