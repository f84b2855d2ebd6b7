/** Best first: webm carries sound from its first blob on; mp4 is what Safari and older iPhones have. */
const WANTED = ["audio/webm;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4"];

/** Speech at this rate gives the same words as at the browsers' 128 kb/s (measured), for 4 kB a second. */
export const AUDIO_BITS_PER_SECOND = 32_000;

/** How much sound is handed over at a time: words are on the screen that much later, and that much may be lost. */
const TIMESLICE_MS = 500;

/** Safari 26 gave empty blobs for anything shorter. */
const SAFE_TIMESLICE_MS = 1_000;

/** The short one only where it is known to work: in Chromium, which is alone in having `userAgentData`. */
export function timeslice_ms(): number {
  return "userAgentData" in navigator ? TIMESLICE_MS : SAFE_TIMESLICE_MS;
}

/** The first format that this browser can record, or null if it can record none that the server understands. */
export function chooseFormat(isSupported: (mime_type: string) => boolean): string | null {
  return WANTED.find(isSupported) ?? null;
}
