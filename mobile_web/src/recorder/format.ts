/** Best first: webm carries sound from its first blob on; mp4 is what Safari and older iPhones have. */
const WANTED = ["audio/webm;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4"];

/** Speech at this rate gives the same words as at the browsers' 128 kb/s (measured), for 4 kB a second. */
export const AUDIO_BITS_PER_SECOND = 32_000;

/** Safari 26 gave empty blobs for anything shorter. */
export const TIMESLICE_MS = 1_000;

/** The first format that this browser can record, or null if it can record none that the server understands. */
export function chooseFormat(isSupported: (mime_type: string) => boolean): string | null {
  return WANTED.find(isSupported) ?? null;
}
