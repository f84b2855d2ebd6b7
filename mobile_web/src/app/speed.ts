import { signal } from "@preact/signals";

export const SPEEDS = [1, 1.25, 1.5, 2];
const NAME = "rounds-speed";

/** How fast sound is played; kept on this phone. */
export const speed = signal(readSpeed());

export function chooseSpeed(chosen: number): void {
  speed.value = chosen;
  localStorage.setItem(NAME, String(chosen));
}

function readSpeed(): number {
  const kept = Number(globalThis.localStorage?.getItem(NAME));
  return SPEEDS.includes(kept) ? kept : 1;
}
