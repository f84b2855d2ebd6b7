import type { Api } from "../api/client";
import type { RecordingShelf } from "../store/recordings";

/** The whole sound of a note: from this phone while it waits here, else from the server, where secrets may be silenced in it. */
export async function soundOf(id: string, shelf: RecordingShelf, api: Api): Promise<Blob> {
  const recording = await shelf.read(id);
  if (recording && recording.stage !== "sent") {
    const chunks = await shelf.chunks(id);
    return new Blob(chunks.map(({ body }) => body), { type: recording.mime_type });
  }
  return api.audio(id);
}

const ENDINGS: [RegExp, string][] = [
  [/webm|matroska/, "webm"],
  [/mp4|m4a|quicktime/, "m4a"],
  [/3gpp/, "3gp"],
  [/ogg|opus/, "ogg"],
  [/wav/, "wav"],
  [/mpeg|mp3/, "mp3"],
  [/flac/, "flac"],
  [/amr/, "amr"],
  [/aac/, "aac"],
];

/** A name under which a note leaves this phone: "note-2026-11-22-1503.webm", on this phone's clock. */
export function fileNameOf(started_at: string, mime_type: string): string {
  const at = new Date(started_at);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const ending = ENDINGS.find(([pattern]) => pattern.test(mime_type))?.[1] ?? "bin";
  return `note-${day}-${two(at.getHours())}${two(at.getMinutes())}.${ending}`;
}

/**
 * Make a recorded file say how long it is, so that one can move about in it: browsers write files that only tell at their
 * end. Resolves with the seconds, or null where they cannot be told.
 */
export function lengthOf(audio: HTMLAudioElement): Promise<number | null> {
  if (Number.isFinite(audio.duration)) return Promise.resolve(audio.duration);
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(null), 5_000);
    audio.ondurationchange = () => {
      if (!Number.isFinite(audio.duration)) return;
      clearTimeout(limit);
      audio.ondurationchange = null;
      audio.currentTime = 0;
      resolve(audio.duration);
    };
    audio.currentTime = Number.MAX_SAFE_INTEGER / 1_000_000;
  });
}
