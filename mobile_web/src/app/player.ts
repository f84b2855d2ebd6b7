import { signal } from "@preact/signals";
import type { Api } from "../api/client";
import type { RecordingShelf } from "../store/recordings";
import { lengthOf, soundHeldHere } from "./sound";
import { speed } from "./speed";

/** A breath before and after, so that the first and the last sound are whole. */
const MARGIN_S = 0.25;
const LOOK_MS = 30;
const PATIENCE_MS = 5_000;

/** Which stretch is playing, as "recording/from", or null. */
export const playing = signal<string | null>(null);

let audio: HTMLAudioElement | null = null;

export function stretchOf(recording_id: string, from_s: number): string {
  return `${recording_id}/${from_s}`;
}

export interface Sounds {
  api: Pick<Api, "clip">;
  shelf: RecordingShelf;
}

/** Play the second of a note that a fact came from, from this phone's own sound where it is here; the same tap again stops it. */
export async function playStretch({ api, shelf }: Sounds, recording_id: string, from_s: number, to_s: number): Promise<void> {
  const stretch = stretchOf(recording_id, from_s);
  const was_playing = playing.value === stretch;
  stopPlaying();
  if (was_playing) return;
  playing.value = stretch;
  const [begin_s, end_s] = [Math.max(0, from_s - MARGIN_S), to_s + MARGIN_S];
  try {
    const held = await soundHeldHere(recording_id, shelf);
    if (held && playing.value === stretch && (await playPart(held, begin_s, end_s))) return;
    if (playing.value !== stretch) return;
    const clip = await api.clip(recording_id, begin_s, end_s);
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

/** Play a stretch of a whole recording; false where this browser cannot find its way in it. */
async function playPart(sound: Blob, begin_s: number, end_s: number): Promise<boolean> {
  const address = URL.createObjectURL(sound);
  const whole = new Audio(address);
  audio = whole;
  const isOver = (): boolean => audio !== whole;
  try {
    await happens(whole, "loadedmetadata");
    const length_s = await lengthOf(whole);
    if (isOver()) return true;
    if (length_s === null || length_s < begin_s) return false;
    whole.currentTime = begin_s;
    await happens(whole, "seeked");
    if (isOver()) return true;
    whole.onended = stopPlaying;
    whole.playbackRate = speed.value;
    await whole.play();
    stopAt(whole, end_s);
    return true;
  } catch {
    return false;
  } finally {
    whole.addEventListener("pause", () => URL.revokeObjectURL(address));
  }
}

/** `timeupdate` comes four times a second: at twice the speed that is half a second of somebody's next word. */
function stopAt(whole: HTMLAudioElement, end_s: number): void {
  if (audio !== whole) return;
  if (whole.currentTime >= end_s) return stopPlaying();
  setTimeout(() => stopAt(whole, end_s), LOOK_MS);
}

function happens(whole: HTMLAudioElement, what: "loadedmetadata" | "seeked"): Promise<unknown> {
  return new Promise((resolve, reject) => {
    whole.addEventListener(what, resolve, { once: true });
    whole.addEventListener("error", () => reject(new Error("unplayable")), { once: true });
    setTimeout(() => reject(new Error("silent")), PATIENCE_MS);
  });
}

async function playBlob(clip: Blob): Promise<void> {
  const address = URL.createObjectURL(clip);
  audio = new Audio(address);
  audio.onended = stopPlaying;
  audio.onpause = () => URL.revokeObjectURL(address);
  audio.playbackRate = speed.value;
  await audio.play();
}
