import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FixIn } from "../../src/api/contract";
import { PositionWatch } from "../../src/location/position";

/** The browser's own door to the position, which is outside of what is tested. */
class FakeGeolocation {
  asked = 0;
  watches = 0;
  #tell: PositionCallback | null = null;

  watchPosition = (tell: PositionCallback): number => {
    this.asked += 1;
    this.watches += 1;
    this.#tell = tell;
    return 7;
  };
  clearWatch = (): void => {
    this.watches -= 1;
  };
  getCurrentPosition = (tell: PositionCallback): void => {
    this.asked += 1;
    this.#tell = tell;
  };

  be(lat: number): void {
    const coords = { latitude: lat, longitude: -87.65, accuracy: 10 };
    this.#tell?.({ coords, timestamp: Date.now() } as GeolocationPosition);
  }
}

let geolocation: FakeGeolocation;
let kept: FixIn[];
let here: FixIn | null;
let is_allowed: boolean;
let watch: PositionWatch;

beforeEach(() => {
  geolocation = new FakeGeolocation();
  vi.stubGlobal("navigator", { geolocation });
  kept = [];
  here = null;
  is_allowed = true;
  watch = new PositionWatch({
    keep: async (fix) => void kept.push(fix),
    tellAccess: () => undefined,
    tellHere: (fix) => {
      here = fix;
    },
    mayAsk: () => is_allowed,
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("the position", () => {
  test("is watched and kept while the person allows it", () => {
    watch.start();
    geolocation.be(41.88);
    expect(kept.map(({ lat }) => lat)).toEqual([41.88]);
    expect(here?.lat).toBe(41.88);
    expect(watch.latest()?.lat).toBe(41.88);
  });

  test("is not asked for while the person does not allow it, not by the watch and not by a note", () => {
    is_allowed = false;
    watch.start();
    watch.fixForTalk();
    expect(geolocation.asked).toBe(0);
  });

  test("that comes after the permission ended is dropped, and the watch ends", () => {
    watch.start();
    geolocation.be(41.88);
    is_allowed = false;
    geolocation.be(41.99);
    expect(kept.map(({ lat }) => lat)).toEqual([41.88]);
    expect(here).toBeNull();
    expect(geolocation.watches).toBe(0);
  });

  test("of before a pause goes with no note that is spoken in it", () => {
    watch.start();
    geolocation.be(41.88);
    is_allowed = false;
    expect(watch.latest()).toBeNull();
  });

  test("asked for at a tap on Talk is dropped when it comes after the permission ended", () => {
    watch.fixForTalk();
    is_allowed = false;
    geolocation.be(41.88);
    expect(kept).toEqual([]);
  });
});
