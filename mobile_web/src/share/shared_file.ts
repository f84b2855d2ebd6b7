/** What the server hears, by the endings that recorder apps give; phones often send no type, or a wrong one. */
const TYPES: Record<string, string> = {
  webm: "audio/webm",
  mp4: "audio/mp4",
  m4a: "audio/mp4",
  "3gp": "audio/3gpp",
  aac: "audio/aac",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  opus: "audio/ogg",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  amr: "audio/amr",
  flac: "audio/flac",
};
const HEARD = /^(audio|video)\/(webm|mp4|m4a|x-m4a|3gpp2?|quicktime|aac|aacp|x-aac|ogg|opus|vorbis|x?-?wave?|x-pn-wav|vnd\.wave|mpeg|mp3|x-mp3|amr|amr-wb|x?-?flac)$/;

/** The type under which a shared file can be heard; null where it is no sound. */
export function soundTypeOf(name: string, type: string): string | null {
  const plain = type.split(";", 1)[0]!.trim().toLowerCase();
  if (HEARD.test(plain)) return plain;
  const by_name = TYPES[name.toLowerCase().split(".").at(-1) ?? ""] ?? null;
  const may_be_sound = plain === "" || plain === "application/octet-stream" || plain.startsWith("audio/") || plain.startsWith("video/");
  return may_be_sound ? by_name : null;
}

/** Few enough bytes for one request on a bad line, many enough for an hour's recording to be few requests. */
export const PART_BYTES = 256 * 1024;

/** The parts in which a file is kept and sent, in order; an empty file has none. */
export function partsOf(size_bytes: number): [from: number, to: number][] {
  const count = Math.ceil(size_bytes / PART_BYTES);
  return Array.from({ length: count }, (_, at) => [at * PART_BYTES, Math.min(size_bytes, (at + 1) * PART_BYTES)]);
}

/** From what it is known when a shared file was recorded. */
export type StartFrom = "name" | "file" | "sharing";

/** A day and a time as recorder apps write them into names: 20261122_150312, 2026-11-22 15.03.12. */
const DATED = /(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_. T]{0,3}(\d\d)[-_.:h]?(\d\d)(?:[-_.:m]?(\d\d))?/;

/**
 * When it was recorded, which no browser tells a page that is shared with: by the file's name, else by its own time where
 * that came along, else by the moment of sharing. Always a guess, and shown as one.
 */
export function startOf(name: string, last_modified_ms: number, now_ms: number): { started_at: string; from: StartFrom } {
  const named_ms = timeIn(name);
  if (named_ms !== null && named_ms <= now_ms) return { started_at: new Date(named_ms).toISOString(), from: "name" };
  const is_told = last_modified_ms > 0 && last_modified_ms < now_ms - 5_000;
  return { started_at: new Date(is_told ? last_modified_ms : now_ms).toISOString(), from: is_told ? "file" : "sharing" };
}

/** The time in a name, on this phone's clock. */
function timeIn(name: string): number | null {
  const [, year, month, day, hour, minute, second] = (DATED.exec(name) ?? []).map(Number);
  if (!year || !month || !day || month > 12 || day > 31 || hour === undefined || hour > 23 || minute === undefined || minute > 59) return null;
  return new Date(year, month - 1, day, hour, minute, second || 0).getTime();
}

export const START_WORDS: Record<StartFrom, string> = {
  name: "Its time is read from its name.",
  file: "Its time is that of the file.",
  sharing: "Its time is when you shared it.",
};

/** What the app says about files that were shared with it. */
export function sharedWords(kept: number, refused: string[]): string {
  const taken = kept === 0 ? "" : kept === 1 ? "1 recording is kept and goes up by itself. " : `${kept} recordings are kept and go up by themselves. `;
  if (refused.length === 0) return taken.trim() || "Nothing was shared. Choose a recording in the other app and share it with Rounds.";
  const names = refused.slice(0, 3).join(", ");
  return `${taken}Not a recording: ${names}. Share sound files, such as m4a, mp3, wav or ogg.`;
}
