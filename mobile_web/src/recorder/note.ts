import { closeRecording } from "../outbox/closing";
import type { KeptRecording, RecordingShelf } from "../store/recordings";
import { uuid7 } from "../store/uuid7";
import { type Listening, listen } from "./microphone";
import type { FixIn } from "../api/contract";

export interface NotePorts {
  shelf: RecordingShelf;
  hold: (recording_id: string) => () => void;
  latestFix: () => FixIn | null;
  /** A chunk is kept, or the recording closed: there is something to send. */
  onKept: (is_on_disk: boolean) => void;
  onEnded: (recording: KeptRecording | null) => void;
}

export interface Note {
  id: string;
  started_at: string;
  listening: Listening;
}

/**
 * Record one note. The record exists before the first sound, each chunk is kept before anything else happens to it,
 * and the recording is closed only after the last one is kept.
 */
export async function startNote(visit_id: string | null, ports: NotePorts): Promise<Note> {
  const id = uuid7();
  let number = 0;
  let kept: Promise<unknown> = Promise.resolve();
  let release = (): void => undefined;

  const keep = async (blob: Blob, at: number): Promise<void> => {
    const chunk = { recording_id: id, number: at, body: await blob.arrayBuffer(), is_sent: false };
    ports.onKept(await ports.shelf.keepChunk(chunk));
  };
  const listening = await listen({
    onBlob: (blob) => {
      const at = number++;
      // One blob that cannot be read must not take the ones after it along; its number gets an empty chunk.
      kept = kept.then(() => keep(blob, at)).catch(() => undefined);
    },
    onEnd: () => {
      const ended_at = new Date().toISOString();
      void kept
        .then(() => closeRecording(ports.shelf, id, ended_at))
        .then(ports.onEnded)
        .finally(() => release());
    },
  });

  const started_at = new Date().toISOString();
  release = ports.hold(id);
  const recording = newRecording(id, listening.mime_type, started_at, visit_id, ports.latestFix());
  kept = Promise.all([ports.shelf.save(recording), kept]);
  return { id, started_at, listening };
}

function newRecording(
  id: string,
  mime_type: string,
  started_at: string,
  visit_id: string | null,
  fix: FixIn | null,
): KeptRecording {
  const position = fix && { lat: fix.lat, lon: fix.lon, accuracy_m: fix.accuracy_m, at: fix.at };
  return {
    id,
    mime_type,
    started_at,
    ended_at: null,
    visit_id,
    position,
    stage: "recording",
    chunk_count: 0,
    is_announced: false,
    is_recovered: false,
    problem: null,
  };
}
