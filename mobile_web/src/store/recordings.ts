import type { LocalWords } from "../hearing/words";
import type { Position } from "../api/contract";
import type { StartFrom } from "../share/shared_file";
import type { Database } from "./database";

/** Where a recording stands on this phone. It leaves "to_send" only when the server says that it holds all of it. */
export type Stage = "recording" | "to_send" | "sent";

export interface SendProblem {
  status: number;
  detail: string;
  at: string;
}

export interface KeptRecording {
  id: string;
  mime_type: string;
  started_at: string;
  ended_at: string | null;
  visit_id: string | null;
  position: Position | null;
  stage: Stage;
  chunk_count: number;
  is_announced: boolean;
  is_recovered: boolean;
  problem: SendProblem | null;
  /** By which way it came; without a word it was spoken into this app. */
  source?: "phone" | "share";
  source_name?: string;
  /** From what the start of a shared file was guessed. */
  start_from?: StartFrom;
  is_ended_by_silence?: boolean;
  /** Whether the rep wants it for nobody else; told when it is announced. */
  is_private?: boolean;
  /** Whether the sound of a sent recording is still here, to be heard without a network. */
  keeps_sound?: boolean;
  /** What this phone heard by itself. Records of earlier versions have none. */
  local_words?: LocalWords;
}

export interface Chunk {
  recording_id: string;
  number: number;
  body: ArrayBuffer;
  is_sent: boolean;
}

/**
 * Recordings and their chunks, durable first.
 * What IndexedDB refuses (no space left) is held in memory, so that it can still be sent; `is_spilling` says so.
 */
export class RecordingShelf {
  readonly #spilled = new Map<string, Chunk>();
  readonly #spilled_recordings = new Map<string, KeptRecording>();
  /** Which chunks the server has, read once for each recording: hours of sound must not be read again with each second. */
  readonly #sent = new Map<string, Set<number>>();

  constructor(readonly database: Database) {}

  get is_spilling(): boolean {
    return this.#spilled.size > 0 || [...this.#spilled_recordings.values()].some(({ stage }) => stage !== "sent");
  }

  /** All recordings, oldest first. */
  async list(): Promise<KeptRecording[]> {
    const kept = (await this.database.getAll("recordings")).filter(({ id }) => !this.#spilled_recordings.has(id));
    const all = [...kept, ...this.#spilled_recordings.values()];
    return all.sort((one, other) => one.started_at.localeCompare(other.started_at) || one.id.localeCompare(other.id));
  }

  async read(id: string): Promise<KeptRecording | undefined> {
    return this.#spilled_recordings.get(id) ?? this.database.get("recordings", id);
  }

  /** Keep a new recording. Returns whether it is on the disk. */
  async save(recording: KeptRecording): Promise<boolean> {
    try {
      await this.#orAfterMakingRoom(() => this.database.put("recordings", recording));
      return true;
    } catch {
      this.#spilled_recordings.set(recording.id, recording);
      return false;
    }
  }

  /** Change some fields of a recording in one transaction; another tab's change to other fields stays. */
  async change(id: string, fields: Partial<KeptRecording>): Promise<KeptRecording | null> {
    const spilled = this.#spilled_recordings.get(id);
    if (spilled) {
      this.#spilled_recordings.set(id, { ...spilled, ...fields });
      return { ...spilled, ...fields };
    }
    try {
      return await this.#changeKept(id, fields);
    } catch {
      const kept = await this.database.get("recordings", id);
      if (kept) this.#spilled_recordings.set(id, { ...kept, ...fields });
      return kept ? { ...kept, ...fields } : null;
    }
  }

  async #changeKept(id: string, fields: Partial<KeptRecording>): Promise<KeptRecording | null> {
    const transaction = this.database.transaction("recordings", "readwrite");
    const recording = await transaction.store.get(id);
    const changed = recording ? { ...recording, ...fields } : null;
    if (changed) await transaction.store.put(changed);
    await transaction.done;
    return changed;
  }

  /** Keep a chunk before anything else is done with it. Returns whether it is on the disk. */
  async keepChunk(chunk: Chunk): Promise<boolean> {
    try {
      await this.#orAfterMakingRoom(() => this.#putChunk(chunk));
      return true;
    } catch {
      this.#spilled.set(keyOf(chunk), chunk);
      return false;
    }
  }

  async #putChunk(chunk: Chunk): Promise<void> {
    const transaction = this.database.transaction("chunks", "readwrite", { durability: "strict" });
    await Promise.all([transaction.store.put(chunk), transaction.done]);
  }

  /** What the server holds gives way to what it does not hold yet. */
  async #orAfterMakingRoom(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (failure) {
      if ((await this.forgetSentSound()) === 0) throw failure;
      await write();
    }
  }

  /** A recording's chunks in their order, wherever they are held. */
  async chunks(recording_id: string): Promise<Chunk[]> {
    const kept = await this.database.getAll("chunks", boundsOf(recording_id));
    const spilled = [...this.#spilled.values()].filter((chunk) => chunk.recording_id === recording_id);
    const on_disk = kept.filter((chunk) => !this.#spilled.has(keyOf(chunk)));
    return [...on_disk, ...spilled].sort((one, other) => one.number - other.number);
  }

  /** The numbers of a recording's chunks in their order, without their sound. */
  async numbers(recording_id: string): Promise<number[]> {
    const kept = await this.database.getAllKeys("chunks", boundsOf(recording_id));
    const spilled = [...this.#spilled.values()].filter((chunk) => chunk.recording_id === recording_id);
    const numbers = new Set([...kept.map(([, number]) => number), ...spilled.map(({ number }) => number)]);
    return [...numbers].sort((one, other) => one - other);
  }

  async chunk(recording_id: string, number: number): Promise<Chunk | undefined> {
    return this.#spilled.get(keyOf({ recording_id, number })) ?? this.database.get("chunks", [recording_id, number]);
  }

  /** The numbers that the server does not have yet, in order. */
  async unsent(recording_id: string): Promise<number[]> {
    const sent = await this.#sentOf(recording_id);
    return (await this.numbers(recording_id)).filter((number) => !sent.has(number));
  }

  async countSent(recording_id: string): Promise<number> {
    return (await this.#sentOf(recording_id)).size;
  }

  async #sentOf(recording_id: string): Promise<Set<number>> {
    const known = this.#sent.get(recording_id);
    if (known) return known;
    const sent = new Set<number>();
    const { store } = this.database.transaction("chunks");
    // One at a time: the sound of four hours is more than a phone likes to hold at once.
    for await (const { value } of store.iterate(boundsOf(recording_id))) if (value.is_sent) sent.add(value.number);
    for (const chunk of this.#spilled.values()) if (chunk.recording_id === recording_id && chunk.is_sent) sent.add(chunk.number);
    // What was marked while this was being read counts more.
    const met = this.#sent.get(recording_id) ?? sent;
    this.#sent.set(recording_id, met);
    return met;
  }

  async markChunk(chunk: Chunk, is_sent: boolean): Promise<void> {
    const sent = await this.#sentOf(chunk.recording_id);
    if (is_sent) sent.add(chunk.number);
    else sent.delete(chunk.number);
    const spilled = this.#spilled.get(keyOf(chunk));
    if (spilled) {
      this.#spilled.set(keyOf(chunk), { ...spilled, is_sent });
      return;
    }
    try {
      await this.database.put("chunks", { ...chunk, is_sent });
    } catch {
      this.#spilled.set(keyOf(chunk), { ...chunk, is_sent });
    }
  }

  /** The server holds all of it. The sound stays for being heard here, until it is forgotten; what was held in memory goes. */
  async markSent(id: string): Promise<void> {
    const recording = await this.read(id);
    const is_whole = ![...this.#spilled.values()].some((chunk) => chunk.recording_id === id);
    this.#spilled_recordings.delete(id);
    this.#sent.delete(id);
    try {
      await this.#markSentKept(id, is_whole);
    } catch {
      // No space even for this word: it is remembered in memory. The next start sends the note again, which is harmless.
      if (recording) this.#spilled_recordings.set(id, { ...recording, stage: "sent", problem: null });
    }
    for (const [key, chunk] of this.#spilled) if (chunk.recording_id === id) this.#spilled.delete(key);
  }

  async #markSentKept(id: string, keeps_sound: boolean): Promise<void> {
    const transaction = this.database.transaction(["recordings", "chunks"], "readwrite");
    const recording = await transaction.objectStore("recordings").get(id);
    if (recording) await transaction.objectStore("recordings").put({ ...recording, stage: "sent", problem: null, keeps_sound });
    if (!keeps_sound) await transaction.objectStore("chunks").delete(boundsOf(id));
    await transaction.done;
  }

  /** Let go of the sound of a recording that the server holds. */
  async forgetSound(id: string): Promise<void> {
    const transaction = this.database.transaction(["recordings", "chunks"], "readwrite");
    const recording = await transaction.objectStore("recordings").get(id);
    if (recording?.stage === "sent") {
      await transaction.objectStore("chunks").delete(boundsOf(id));
      await transaction.objectStore("recordings").put({ ...recording, keeps_sound: false });
    }
    await transaction.done;
  }

  /** Let go of the sound of every recording that the server holds. Returns of how many. */
  async forgetSentSound(): Promise<number> {
    const held = (await this.database.getAll("recordings")).filter(({ stage, keeps_sound }) => stage === "sent" && keeps_sound);
    for (const { id } of held) await this.forgetSound(id);
    return held.length;
  }

  /** Take away the record of a recording in which nothing was recorded. */
  async removeEmpty(id: string): Promise<void> {
    this.#spilled_recordings.delete(id);
    await this.database.delete("recordings", id);
  }

  /** Let go of what is held in memory, when everything on the disk goes too. */
  forgetMemory(): void {
    this.#spilled.clear();
    this.#sent.clear();
    this.#spilled_recordings.clear();
  }

  /** Take away the records of sent recordings that began before `instant`; unsent ones always stay. */
  async forgetSentBefore(instant: string): Promise<void> {
    const old = (await this.list()).filter((recording) => recording.stage === "sent" && recording.started_at < instant);
    for (const { id } of old) {
      await this.database.delete("chunks", boundsOf(id));
      await this.database.delete("recordings", id);
    }
  }
}

function boundsOf(recording_id: string): IDBKeyRange {
  return IDBKeyRange.bound([recording_id, 0], [recording_id, Infinity]);
}

function keyOf(chunk: Pick<Chunk, "recording_id" | "number">): string {
  return `${chunk.recording_id}/${chunk.number}`;
}
