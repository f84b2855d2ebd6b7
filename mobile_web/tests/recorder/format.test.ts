import { afterEach, expect, it, vi } from "vitest";
import { chooseFormat, timeslice_ms } from "../../src/recorder/format";

it("takes webm where it can be had", () => {
  expect(chooseFormat(() => true)).toBe("audio/webm;codecs=opus");
});

it("takes mp4 on phones that have only that, opus before anything else", () => {
  expect(chooseFormat((type) => type.startsWith("audio/mp4"))).toBe("audio/mp4;codecs=opus");
  expect(chooseFormat((type) => type === "audio/mp4")).toBe("audio/mp4");
});

it("says when there is nothing", () => {
  expect(chooseFormat(() => false)).toBeNull();
});

afterEach(() => vi.unstubAllGlobals());

it("hands over sound each half second, and each second where shorter ones are known to come empty", () => {
  vi.stubGlobal("navigator", { userAgentData: {} });
  expect(timeslice_ms()).toBe(500);
  vi.stubGlobal("navigator", {});
  expect(timeslice_ms()).toBe(1_000);
});
