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

/** When it was recorded: the file's own time where that can be, else now. A recorder app writes it at the end of the recording. */
export function startOf(last_modified_ms: number, now_ms: number): { started_at: string; is_guessed: boolean } {
  const is_possible = last_modified_ms > 0 && last_modified_ms < now_ms - 1_000;
  return { started_at: new Date(is_possible ? last_modified_ms : now_ms).toISOString(), is_guessed: true };
}

/** What the app says about files that were shared with it. */
export function sharedWords(kept: number, refused: string[]): string {
  const taken = kept === 0 ? "" : kept === 1 ? "1 recording is kept and goes up by itself. " : `${kept} recordings are kept and go up by themselves. `;
  if (refused.length === 0) return taken.trim() || "Nothing was shared. Choose a recording in the other app and share it with Rounds.";
  const names = refused.slice(0, 3).join(", ");
  return `${taken}Not a recording: ${names}. Share sound files, such as m4a, mp3, wav or ogg.`;
}
