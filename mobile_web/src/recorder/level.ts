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

/** The largest sample of a frame, 0 to 1. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Where the meter stands, 0 to 1. */
export function meterOf(loudness_db: number): number {
  // The curve gives loud and soft speech visibly different heights.
  return Math.min(1, Math.max(0, (loudness_db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB))) ** 1.6;
}

/** Whether there is any sound to speak of. */
export function isHeard(loudness_db: number): boolean {
  return loudness_db > HEARD_DB;
}
