import type { Api } from "../api/client";
import type { RecordingOut } from "../api/contract";
import type { RecordingShelf } from "../store/recordings";

/** The whole sound of a note: from this phone while it is held here, else from the server, where secrets may be silenced in it. */
export async function soundOf(id: string, shelf: RecordingShelf, api: Api): Promise<Blob> {
  return (await soundHeldHere(id, shelf)) ?? api.audio(id);
}

/** The sound of a note as this phone recorded it, or null where it was never here or is gone by now. */
export async function soundHeldHere(id: string, shelf: RecordingShelf): Promise<Blob | null> {
  const recording = await shelf.read(id);
  if (!recording || (recording.stage === "sent" && !recording.keeps_sound)) return null;
  const chunks = await shelf.chunks(id);
  return chunks.length === 0 ? null : new Blob(chunks.map(({ body }) => body), { type: recording.mime_type });
}

/** For how long after a note its sound stays, so that its seconds can be heard without a network. */
const HEARD_HERE_MS = 36 * 3600 * 1000;

/**
 * Let go of sound that must not stay: where something was silenced the phone's own copy still has it, and after a day and
 * a half nobody looks at the note here any more.
 */
export async function forgetOldSound(shelf: RecordingShelf, answers: RecordingOut[], now_ms: number): Promise<void> {
  const silenced = new Set(answers.filter((answer) => (answer.silenced ?? []).length > 0).map(({ id }) => id));
  for (const { id, stage, keeps_sound, started_at } of await shelf.list()) {
    if (stage !== "sent" || !keeps_sound) continue;
    if (silenced.has(id) || now_ms - Date.parse(started_at) > HEARD_HERE_MS) await shelf.forgetSound(id);
  }
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
