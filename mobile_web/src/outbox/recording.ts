import type { Api } from "../api/client";
import type { ChunkAnswer } from "../api/contract";
import { Refused } from "../api/failures";
import type { Chunk, KeptRecording, RecordingShelf } from "../store/recordings";

/** Rounds of "these are missing" before the recording is set aside for a while instead of sent in circles. */
const ROUNDS = 5;

export interface RecordingPorts {
  api: Pick<Api, "announce" | "putChunk" | "complete">;
  shelf: RecordingShelf;
  /** Whether the phone's owner still lets the place of a note leave it. */
  mayTellPlace: () => boolean;
  onLiveText: (recording_id: string, text: string) => void;
}

/** Whether there is anything to send of this recording at this moment. */
export async function hasWork(recording: KeptRecording, shelf: RecordingShelf): Promise<boolean> {
  if (recording.stage === "to_send") return true;
  if (recording.stage === "sent") return false;
  return (await shelf.unsent(recording.id)).length > 0;
}

/**
 * Send what the server does not have of one recording, in order.
 * 1. Announce it, once. 2. Send each unsent chunk. 3. If the recording is closed, complete it; what the server then
 * still misses is sent again. 4. Only when the server misses nothing does the sound leave this phone.
 * Returns whether the recording is now held by the server as a whole.
 */
export async function sendRecording(id: string, ports: RecordingPorts): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const recording = await ports.shelf.read(id);
    if (!recording || recording.stage === "sent") return true;
    await announce(recording, ports);
    await sendChunks(recording, ports);
    const closed = await ports.shelf.read(id);
    if (closed?.stage !== "to_send") return false;
    if (await complete(closed, ports)) return true;
  }
  throw new Refused(409, "still-missing", "The server keeps asking for parts of this note that were already sent.");
}

async function announce(recording: KeptRecording, { api, shelf, mayTellPlace }: RecordingPorts): Promise<void> {
  if (recording.is_announced) return;
  const { mime_type, started_at, visit_id } = recording;
  const position = mayTellPlace() ? recording.position : null;
  const came = recording.source === "share" ? { source: recording.source, source_name: recording.source_name ?? null } : {};
  const is_private = recording.is_private ?? false; // from the first byte on: nobody sees a word before the tap arrives
  await api.announce(recording.id, { mime_type, started_at, visit_id, position, is_private, ...came });
  await shelf.change(recording.id, { is_announced: true });
}

async function sendChunks(recording: KeptRecording, ports: RecordingPorts): Promise<void> {
  for (const number of await ports.shelf.unsent(recording.id)) {
    const chunk = await ports.shelf.chunk(recording.id, number);
    if (!chunk) continue;
    const answer = await ports.api.putChunk(recording.id, chunk.number, chunk.body, recording.mime_type);
    await ports.shelf.markChunk(chunk, true);
    await unmarkMissing(recording.id, chunk.number, answer, ports.shelf);
    ports.onLiveText(recording.id, answer.live_text);
  }
}

/** A server that came back from a backup may miss what it once acknowledged: these go again. */
async function unmarkMissing(id: string, up_to: number, answer: ChunkAnswer, shelf: RecordingShelf): Promise<void> {
  const missing = answer.missing.filter((number) => number < up_to);
  if (missing.length > 0) await askAgain(id, missing, shelf);
}

async function complete(recording: KeptRecording, { api, shelf }: RecordingPorts): Promise<boolean> {
  const ended_at = recording.ended_at ?? recording.started_at;
  const answer = await api.complete(recording.id, recording.chunk_count, ended_at);
  if (answer.missing.length > 0) {
    await askAgain(recording.id, answer.missing, shelf);
    return false;
  }
  await shelf.markSent(recording.id);
  return true;
}

async function askAgain(id: string, numbers: number[], shelf: RecordingShelf): Promise<void> {
  const held = new Map((await shelf.chunks(id)).map((chunk) => [chunk.number, chunk]));
  const empty = (number: number): Chunk => ({ recording_id: id, number, body: new ArrayBuffer(0), is_sent: false });
  for (const number of numbers) {
    const chunk = held.get(number);
    // A number that this phone never kept gets an empty chunk, or the whole note would wait for ever.
    await (chunk ? shelf.markChunk(chunk, false) : shelf.keepChunk(empty(number)));
  }
}
