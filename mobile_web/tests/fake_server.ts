import type { Api } from "../src/api/client";
import type { RecordingIn } from "../src/api/contract";
import { Refused, Unpaired, Unreachable } from "../src/api/failures";
import { makeAnswer, makeEntry, makeVisit } from "./makers";

interface HeldRecording {
  announced: RecordingIn;
  chunks: Map<number, number[]>;
  count: number | null;
}

/** The server as the phone sees it: holds what it acknowledged, and can be out of reach, refuse or forget. */
export class FakeServer {
  readonly held = new Map<string, HeldRecording>();
  readonly calls: string[] = [];
  fixes = 0;
  is_down = false;
  /** The pairing is gone from this moment on. */
  unpaired: "revoked" | "unknown" | null = null;
  /** Calls whose name contains the key fail with the status, as many times as said. */
  readonly refusals = new Map<string, { status: number; times: number }>();
  /** Chunk numbers that get lost once after they were acknowledged. */
  readonly forgets = new Set<number>();
  /** The connection breaks after the server took the call, before the answer came. */
  drops_answers_of = "";

  readonly api = {
    announce: async (id: string, announced: RecordingIn) => {
      this.#hear(`announce ${id}`);
      if (!this.held.has(id)) this.held.set(id, { announced, chunks: new Map(), count: null });
      return makeAnswer({ id, state: "receiving" });
    },
    putChunk: async (id: string, number: number, body: ArrayBuffer) => {
      this.#hear(`chunk ${id} ${number}`);
      const recording = this.#of(id);
      recording.chunks.set(number, [...new Uint8Array(body)]);
      if (this.drops_answers_of === `chunk ${id} ${number}`) {
        this.drops_answers_of = "";
        throw new Unreachable();
      }
      return { received: recording.chunks.size, missing: [], live_text: `words up to ${number}` };
    },
    complete: async (id: string, count: number) => {
      this.#hear(`complete ${id}`);
      const recording = this.#of(id);
      for (const number of this.forgets) recording.chunks.delete(number);
      this.forgets.clear();
      recording.count = count;
      const missing = Array.from({ length: count }, (_, number) => number).filter((n) => !recording.chunks.has(n));
      return { state: missing.length > 0 ? "waiting_for_chunks" : "waiting", missing };
    },
    putFixes: async (fixes: unknown[]) => {
      this.#hear("fixes");
      this.fixes += fixes.length;
      return { kept: fixes.length, flagged: 0 };
    },
    correct: async (entry_id: string, id: string) => {
      this.#hear(`correct ${entry_id} ${id}`);
      return makeEntry({ id: entry_id, version: 2 });
    },
    confirm: async (entry_id: string) => {
      this.#hear(`confirm ${entry_id}`);
      return makeEntry({ id: entry_id, state: "confirmed" });
    },
    keepContact: async (entry_id: string, contact_id: string) => {
      this.#hear(`contact ${entry_id} ${contact_id}`);
      return makeEntry({ id: entry_id, version: 2 });
    },
    setActionState: async (id: string, state: string) => {
      this.#hear(`action ${id} ${state}`);
      if (this.drops_answers_of === `action ${id}`) {
        this.drops_answers_of = "";
        throw new Unreachable();
      }
      return { id, state };
    },
    decide: async (visit_id: string) => {
      this.#hear(`decide ${visit_id}`);
      return makeVisit({ id: visit_id, certainty: "confirmed" });
    },
    addVisit: async (visit_id: string) => {
      this.#hear(`add ${visit_id}`);
      return makeVisit({ id: visit_id, certainty: "confirmed", origin: "person" });
    },
    merge: async (visit_id: string, other_id: string) => {
      this.#hear(`merge ${visit_id} ${other_id}`);
      return makeVisit({ id: visit_id, certainty: "confirmed" });
    },
    chooseCustomer: async (recording_id: string, customer_id: string) => {
      this.#hear(`customer ${recording_id} ${customer_id}`);
      return makeAnswer({ id: recording_id, customer: { id: customer_id, name: "Anjou Bistro" } });
    },
  } as unknown as Api;

  /** The sound of a note as the server holds it, in order. */
  soundOf(id: string): number[] {
    const chunks = [...(this.held.get(id)?.chunks ?? [])].sort(([one], [other]) => one - other);
    return chunks.flatMap(([, bytes]) => bytes);
  }

  #of(id: string): HeldRecording {
    const recording = this.held.get(id);
    if (!recording) throw new Refused(404, "recording-unknown", "Announce the recording first.");
    return recording;
  }

  #hear(call: string): void {
    if (this.is_down) throw new Unreachable();
    this.calls.push(call);
    if (this.unpaired) throw new Unpaired(this.unpaired === "revoked", "This phone was unpaired by Priscilla Ndiaye.");
    for (const [part, refusal] of this.refusals) {
      if (!call.includes(part) || refusal.times === 0) continue;
      refusal.times -= 1;
      throw new Refused(refusal.status, "trouble", "The disk of the server is full.");
    }
  }
}
