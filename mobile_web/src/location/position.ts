/** The one file that asks the phone where it is. */
import type { FixIn } from "../api/contract";
import { uuid7 } from "../store/uuid7";
import { isWorthKeeping } from "./thinning";

export type PositionAccess = "unknown" | "unasked" | "granted" | "denied" | "unavailable";

const FRESH_MS = 120_000;

/** Watches the position while the app is on the screen; each fix worth keeping goes to `keep`. */
export class PositionWatch {
  #watch: number | null = null;
  #last: FixIn | null = null;
  #last_kept: FixIn | null = null;

  constructor(
    readonly keep: (fix: FixIn) => Promise<void>,
    readonly tellAccess: (access: PositionAccess) => void,
  ) {}

  start(): void {
    if (this.#watch !== null) return;
    if (!("geolocation" in navigator)) return this.tellAccess("unavailable");
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#seen(fixOf(position, "")),
      (failure) => this.#failed(failure),
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 60_000 },
    );
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** The last position, if it is fresh enough to say where a note is spoken. */
  latest(): FixIn | null {
    const is_fresh = this.#last !== null && Date.now() - Date.parse(this.#last.at) < FRESH_MS;
    return is_fresh ? this.#last : null;
  }

  /** One fix at the moment of the tap; it may come some seconds later and holds nothing up. */
  fixForTalk(): void {
    if (!("geolocation" in navigator)) return;
    navigator.geolocation.getCurrentPosition(
      (position) => void this.keep(fixOf(position, "talk")),
      (failure) => this.#failed(failure),
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
    );
  }

  #seen(fix: FixIn): void {
    this.tellAccess("granted");
    this.#last = fix;
    if (!isWorthKeeping(this.#last_kept, fix)) return;
    this.#last_kept = fix;
    void this.keep(fix);
  }

  #failed(failure: GeolocationPositionError): void {
    if (failure.code === failure.PERMISSION_DENIED) this.tellAccess("denied");
  }
}

/** Show the browser's own question once; resolves with what the person answered. */
export function askForPosition(): Promise<PositionAccess> {
  if (!("geolocation" in navigator)) return Promise.resolve("unavailable");
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      () => resolve("granted"),
      (failure) => resolve(failure.code === failure.PERMISSION_DENIED ? "denied" : "granted"),
      { timeout: 20_000, maximumAge: 60_000 },
    );
  });
}

/** Whether starting to watch would make the browser put its question to the person. */
export async function isPositionUnasked(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "prompt";
  } catch {
    return false;
  }
}

function fixOf(position: GeolocationPosition, trigger: FixIn["trigger"]): FixIn {
  const { latitude, longitude, accuracy } = position.coords;
  return {
    id: uuid7(),
    at: new Date(position.timestamp).toISOString(),
    lat: latitude,
    lon: longitude,
    accuracy_m: Number.isFinite(accuracy) ? accuracy : null,
    source: "web",
    trigger,
  };
}
