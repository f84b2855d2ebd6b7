/** The one file that asks the phone where it is. */
import type { FixIn } from "../api/contract";
import { uuid7 } from "../store/uuid7";
import { isWorthKeeping } from "./thinning";

export type PositionAccess = "unknown" | "unasked" | "granted" | "denied" | "unavailable";

const FRESH_MS = 120_000;

export interface PositionPorts {
  /** Takes each fix worth sending. */
  keep: (fix: FixIn) => Promise<void>;
  tellAccess: (access: PositionAccess) => void;
  /** Learns of each position, for showing what is near; null when there is none any more. */
  tellHere: (fix: FixIn | null) => void;
  /** Whether the person lets a position be known at this moment. */
  mayAsk: () => boolean;
}

/** Watches the position while the app is on the screen and the person allows it; nothing else asks the phone where it is. */
export class PositionWatch {
  #watch: number | null = null;
  #last: FixIn | null = null;
  #last_kept: FixIn | null = null;

  constructor(readonly ports: PositionPorts) {}

  start(): void {
    if (this.#watch !== null || !this.ports.mayAsk()) return;
    if (!("geolocation" in navigator)) return this.ports.tellAccess("unavailable");
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

  /** The person allows no position now: end the watch and know of none. */
  forget(): void {
    this.stop();
    this.#last = null;
    this.#last_kept = null;
    this.ports.tellHere(null);
  }

  /** The last position, if it is fresh enough to say where a note is spoken. */
  latest(): FixIn | null {
    const is_fresh = this.#last !== null && this.ports.mayAsk() && Date.now() - Date.parse(this.#last.at) < FRESH_MS;
    return is_fresh ? this.#last : null;
  }

  /** One fix at the moment of the tap; it may come some seconds later and holds nothing up. */
  fixForTalk(): void {
    if (!("geolocation" in navigator) || !this.ports.mayAsk()) return;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        if (this.ports.mayAsk()) void this.ports.keep(fixOf(position, "talk"));
      },
      (failure) => this.#failed(failure),
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
    );
  }

  #seen(fix: FixIn): void {
    this.ports.tellAccess("granted");
    if (!this.ports.mayAsk()) return this.forget();
    this.#last = fix;
    this.ports.tellHere(fix);
    if (!isWorthKeeping(this.#last_kept, fix)) return;
    this.#last_kept = fix;
    void this.ports.keep(fix);
  }

  #failed(failure: GeolocationPositionError): void {
    if (failure.code === failure.PERMISSION_DENIED) this.ports.tellAccess("denied");
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

/** Where the phone is at a tap that asks for nothing else ("I am at home now"); null when it cannot tell. */
export function askWhereNow(): Promise<{ lat: number; lon: number } | null> {
  if (!("geolocation" in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
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
