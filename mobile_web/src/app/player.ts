import { signal } from "@preact/signals";
import type { Api } from "../api/client";
import { speed } from "./speed";

/** A breath before and after, so that the first and the last sound are whole. */
const MARGIN_S = 0.25;

/** Which stretch is playing, as "recording/from", or null. */
export const playing = signal<string | null>(null);

let audio: HTMLAudioElement | null = null;

export function stretchOf(recording_id: string, from_s: number): string {
  return `${recording_id}/${from_s}`;
}

/** Play the second of a note that a fact came from; the same tap again stops it. */
export async function playStretch(api: Api, recording_id: string, from_s: number, to_s: number): Promise<void> {
  const stretch = stretchOf(recording_id, from_s);
  const was_playing = playing.value === stretch;
  stopPlaying();
  if (was_playing) return;
  playing.value = stretch;
  try {
    const clip = await api.clip(recording_id, Math.max(0, from_s - MARGIN_S), to_s + MARGIN_S);
    if (playing.value === stretch) await playBlob(clip);
  } catch (failure) {
    stopPlaying();
    throw failure;
  }
}

export function stopPlaying(): void {
  audio?.pause();
  audio = null;
  playing.value = null;
}

async function playBlob(clip: Blob): Promise<void> {
  const address = URL.createObjectURL(clip);
  audio = new Audio(address);
  audio.onended = stopPlaying;
  audio.onpause = () => URL.revokeObjectURL(address);
  audio.playbackRate = speed.value;
  await audio.play();
}
