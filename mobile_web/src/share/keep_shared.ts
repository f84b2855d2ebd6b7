import type { Database } from "../store/database";
import type { Chunk, KeptRecording } from "../store/recordings";
import { uuid7 } from "../store/uuid7";
import { partsOf, soundTypeOf, startOf } from "./shared_file";

export interface SharedOutcome {
  kept: string[];
  /** Names of files that are no recordings. */
  refused: string[];
}

/** Keep files that another app shared, each as a recording that waits to be sent; used by the service worker, so nothing here needs a page. */
export async function keepShared(database: Database, files: File[], now_ms: number): Promise<SharedOutcome> {
  const outcome: SharedOutcome = { kept: [], refused: [] };
  for (const file of files) {
    const mime_type = soundTypeOf(file.name, file.type);
    if (!mime_type || file.size === 0) outcome.refused.push(file.name || "a file without a name");
    else outcome.kept.push(await keepOne(database, file, mime_type, now_ms));
  }
  return outcome;
}

/** One transaction: a file is there as a whole or not at all. */
async function keepOne(database: Database, file: File, mime_type: string, now_ms: number): Promise<string> {
  const id = uuid7();
  const parts = partsOf(file.size);
  const whole = await file.arrayBuffer();
  const { started_at, from } = startOf(file.name, file.lastModified, now_ms);
  const recording: KeptRecording = {
    id,
    mime_type,
    started_at,
    ended_at: null,
    visit_id: null,
    position: null,
    stage: "to_send",
    chunk_count: parts.length,
    is_announced: false,
    is_recovered: false,
    problem: null,
    source: "share",
    source_name: file.name.slice(0, 200),
    start_from: from,
  };
  const chunks: Chunk[] = parts.map(([from, to], number) => ({ recording_id: id, number, body: whole.slice(from, to), is_sent: false }));
  const transaction = database.transaction(["recordings", "chunks"], "readwrite", { durability: "strict" });
  await Promise.all([
    transaction.objectStore("recordings").put(recording),
    ...chunks.map((chunk) => transaction.objectStore("chunks").put(chunk)),
    transaction.done,
  ]);
  return id;
}
