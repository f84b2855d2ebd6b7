import type { Database } from "../store/database";
import type { KeptRecording, RecordingShelf } from "../store/recordings";

/** Seconds between two chunks as browsers deliver them with a timeslice of one second. */
const CHUNK_S = 1.02;

/**
 * Close a recording with what is there, so that it can be completed.
 * A number that was never kept gets an empty chunk in its place: the rest can be heard. A recording without any
 * sound that the server never heard of is taken away. Returns the closed recording, or null if there was nothing.
 */
export async function closeRecording(
  shelf: RecordingShelf,
  id: string,
  ended_at: string | null,
  is_recovered = false,
): Promise<KeptRecording | null> {
  const recording = await shelf.read(id);
  if (!recording) return null;
  const numbers = await shelf.numbers(id);
  if (numbers.length === 0 && !recording.is_announced) {
    await shelf.removeEmpty(id);
    return null;
  }
  const count = Math.max(1, ...numbers.map((number) => number + 1));
  await fillHoles(shelf, id, count, new Set(numbers));
  return shelf.change(id, {
    stage: "to_send",
    chunk_count: count,
    ended_at: ended_at ?? secondsAfter(recording.started_at, count * CHUNK_S),
    is_recovered,
  });
}

/** Find recordings that a reload, a crash or a dead battery cut off, and close each. One that another tab is recording is left alone. */
export async function recoverRecordings(
  shelf: RecordingShelf,
  isLive: (recording_id: string) => Promise<boolean>,
): Promise<KeptRecording[]> {
  const recovered: KeptRecording[] = [];
  for (const recording of await shelf.list()) {
    if (recording.stage !== "recording" || (await isLive(recording.id))) continue;
    const closed = await closeRecording(shelf, recording.id, null, true);
    if (closed) recovered.push(closed);
  }
  return recovered;
}

/** Whether anything that only this phone holds is still waiting. */
export async function holdsUnsent(database: Database): Promise<boolean> {
  const recordings = await database.getAll("recordings");
  return recordings.some((recording) => recording.stage !== "sent") || (await database.count("errands")) > 0;
}

async function fillHoles(shelf: RecordingShelf, recording_id: string, count: number, held: Set<number>): Promise<void> {
  for (let number = 0; number < count; number++) {
    if (held.has(number)) continue;
    await shelf.keepChunk({ recording_id, number, body: new ArrayBuffer(0), is_sent: false });
  }
}

function secondsAfter(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
