const QUIETEST_DB = -60;
const LOUDEST_DB = -6;
const HEARD_DB = -48;

/** Loudness of one frame of samples (-1..1) in decibels below full scale. */
export function loudnessDb(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  return rms > 0 ? 20 * Math.log10(rms) : -Infinity;
}

/** Where the meter stands, 0 to 1. */
export function meterOf(loudness_db: number): number {
  // The curve gives loud and soft speech visibly different heights.
  return Math.min(1, Math.max(0, (loudness_db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB))) ** 1.6;
}

/** Notices when the microphone gives nothing: covered, muted, or another app has it. */
export class SilenceWatch {
  #heard_s: number | null = null;

  /** Returns whether to say so: nothing at all in the first 4 s, or nothing for 12 s after speech. */
  isSilent(loudness_db: number, elapsed_s: number): boolean {
    if (loudness_db > HEARD_DB) this.#heard_s = elapsed_s;
    return this.#heard_s === null ? elapsed_s > 4 : elapsed_s - this.#heard_s > 12;
  }
}
