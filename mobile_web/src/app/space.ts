import { AUDIO_BITS_PER_SECOND } from "../recorder/format";
import type { KeptRecording } from "../store/recordings";

const BYTES_PER_S = AUDIO_BITS_PER_SECOND / 8;

/** About how much sound waits on this phone, and for how much more there is room; null where nothing waits. */
export function roomWords(recordings: KeptRecording[], left_bytes: number | null): string | null {
  const waiting_s = recordings.filter(({ stage }) => stage === "to_send").reduce((sum, one) => sum + secondsOf(one), 0);
  if (waiting_s === 0) return null;
  const size_mb = Math.max(1, Math.round((waiting_s * BYTES_PER_S) / 1_000_000));
  const waits = `About ${size_mb} MB of sound wait here.`;
  return left_bytes === null ? waits : `${waits} ${leftWords(left_bytes / BYTES_PER_S / 3600)}`;
}

function leftWords(left_h: number): string {
  if (left_h < 1) return "There is room for less than an hour more: free some space on this phone, or find a network.";
  return left_h > 100 ? "There is room for more than 100 hours." : `There is room for about ${Math.floor(left_h)} hours more.`;
}

function secondsOf({ started_at, ended_at }: KeptRecording): number {
  return ended_at ? Math.max(0, (Date.parse(ended_at) - Date.parse(started_at)) / 1000) : 0;
}
