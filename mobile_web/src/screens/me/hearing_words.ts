import { isResting } from "../../app/hearing";
import type { KeptModel } from "../../app/state";

/** "7 MB": sizes as phones tell them. */
export function megabytes(bytes: number): string {
  const size_mb = bytes / 1_000_000;
  return size_mb < 1 ? "less than 1 MB" : `${Math.round(size_mb)} MB`;
}

/** How hearing without a network stands, in one line. */
export function hearingState(kept: KeptModel | null): string {
  if (!kept) return "Off: words come once there is a network";
  return isResting(kept.falls) ? "Resting: the app was closed while it heard" : "On: words appear as you speak";
}

interface Connection {
  type?: string;
  saveData?: boolean;
}

/** Where it is known what kind of network this is, whether it is a good moment to fetch. */
export function networkHint(connection: Connection | undefined): string {
  if (connection?.type === "wifi" || connection?.type === "ethernet") return "You are on Wi-Fi: a good moment.";
  if (connection?.type === "cellular") return "You are on mobile data: better over Wi-Fi.";
  if (connection?.saveData) return "This phone saves data: better over Wi-Fi.";
  return "Best over Wi-Fi.";
}

/** Gigabytes of memory below which a page with a model in it is likely to be closed by the phone. */
const LEAST_MEMORY_GB = 2;

/** What to expect on a phone with little memory; null where there is enough, or the browser does not say. */
export function memoryHint(memory_gb: number | undefined): string | null {
  if (memory_gb === undefined || memory_gb >= LEAST_MEMORY_GB) return null;
  return "This phone has little memory: it may be slow, or close the app while you speak. Notes are kept in any case.";
}
