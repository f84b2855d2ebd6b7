import type { Api } from "../api/client";
import { Refused, Unpaired, Unreachable } from "../api/failures";
import type { Database } from "../store/database";
import { countDeparture, type DepartureKind } from "../store/departures";
import { type Errand, listErrands, removeErrand, saveErrand } from "../store/errands";
import { nextFixes, removeFixes } from "../store/fixes";
import type { KeptRecording, RecordingShelf, SendProblem } from "../store/recordings";
import { Patience } from "./backoff";
import { type ErrandAnswer, isReady, runErrand, subjectsOf, visitsMadeBy } from "./errand";
import { hasWork, sendRecording } from "./recording";

export type OutboxEvent =
  | { kind: "changed" }
  | { kind: "reached"; is_reachable: boolean }
  | { kind: "live"; recording_id: string; text: string }
  | { kind: "sent"; recording_id: string }
  | { kind: "answered"; answer: ErrandAnswer }
  | { kind: "unpaired"; is_revoked: boolean; detail: string };

export interface OutboxPorts {
  api: Api;
  database: Database;
  shelf: RecordingShelf;
  tell: (event: OutboxEvent) => void;
  /** Whether kept positions may leave at this moment: not while paused, nor outside hours. */
  mayTellPositions: () => boolean;
  /** Whether the place of a note may: it was taken when that was allowed, so only "no location" forbids it. */
  mayTellPlace: () => boolean;
  /** Runs the work while no other tab runs its own. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  now_ms: () => number;
  /** The day on the company's clock, under which is counted what left the phone. */
  today_on: () => string;
  random: () => number;
}

const SERVER = "server";

/** Everything that waits on this phone, sent oldest first; nothing leaves it before the server says that it holds it. */
export class Outbox {
  readonly #patience: Patience;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pass: Promise<void> | null = null;
  #is_wanted = false;
  #is_stopped = false;

  constructor(readonly ports: OutboxPorts) {
    this.#patience = new Patience(ports.now_ms, ports.random);
  }

  /** Something was put in: send it, unless the server was just found out of reach. */
  wake(): void {
    this.#is_wanted = true;
    this.#pass ??= this.#run().finally(() => {
      this.#pass = null;
      // A wake between the last look and this line would be lost otherwise.
      if (this.#is_wanted && !this.#is_stopped) this.wake();
      else this.#planNext();
    });
  }

  /** The network came back, the app was opened or looked at: try everything now. */
  retry(): void {
    this.#patience.forgiveAll();
    this.wake();
  }

  stop(): void {
    this.#is_stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Resolves when the pass that is under way, if any, is over. */
  async settled(): Promise<void> {
    while (this.#pass) await this.#pass;
  }

  async #run(): Promise<void> {
    while (this.#is_wanted && !this.#is_stopped) {
      this.#is_wanted = false;
      await this.ports.alone(() => this.#sendAll());
    }
  }

  async #sendAll(): Promise<void> {
    while (!this.#is_stopped && this.#patience.isDue(SERVER) && (await this.#sendNext()));
  }

  #planNext(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const wait_ms = this.#patience.nextInMs(SERVER);
    if (wait_ms === null || this.#is_stopped) return;
    this.#timer = setTimeout(() => this.wake(), wait_ms + 1);
  }

  /** Send the next thing that is due; false when there is nothing. Taps first, they are small; then notes; then positions. */
  async #sendNext(): Promise<boolean> {
    const recordings = await this.ports.shelf.list();
    const errand = await this.#nextErrand(recordings);
    if (errand) return this.#attempt(errand.id, () => this.#sendErrand(errand), (problem) => this.#flagErrand(errand, problem));
    const recording = await this.#nextRecording(recordings);
    if (recording) return this.#attempt(recording.id, () => this.#sendRecording(recording), (problem) => this.#flagRecording(recording, problem));
    if (!this.#patience.isDue("fixes") || !this.ports.mayTellPositions()) return false;
    const fixes = await nextFixes(this.ports.database);
    if (fixes.length === 0) return false;
    return this.#attempt("fixes", async () => {
      await this.ports.api.putFixes(fixes);
      await removeFixes(this.ports.database, fixes);
      await this.#count("positions", fixes.length);
    });
  }

  async #nextErrand(recordings: KeptRecording[]): Promise<Errand | null> {
    const held_up = new Set<string>();
    for (const errand of await listErrands(this.ports.database)) {
      const subjects = subjectsOf(errand);
      const is_free = !subjects.some((one) => held_up.has(one));
      if (is_free && this.#patience.isDue(errand.id) && isReady(errand, recordings, this.ports.now_ms())) return errand;
      // A refused tap would be refused again: it must not hold up the taps after it.
      const is_refused = errand.problem !== null && errand.problem.status < 500;
      if (!is_refused) for (const one of subjects) held_up.add(one);
    }
    return null;
  }

  async #nextRecording(recordings: KeptRecording[]): Promise<KeptRecording | null> {
    const unmade = await this.#unmadeVisits();
    for (const recording of recordings) {
      if (recording.visit_id !== null && unmade.has(recording.visit_id)) continue;
      if (this.#patience.isDue(recording.id) && (await hasWork(recording, this.ports.shelf))) return recording;
    }
    return null;
  }

  /** Visits that only this phone knows yet. A tap in trouble holds no note back: the server then finds the visit by time. */
  async #unmadeVisits(): Promise<Set<string>> {
    const errands = await listErrands(this.ports.database);
    return new Set(errands.filter(({ problem }) => problem === null).flatMap(visitsMadeBy));
  }

  async #sendErrand(errand: Errand): Promise<void> {
    const answer = await runErrand(errand, this.ports.api);
    await removeErrand(this.ports.database, errand.id);
    await this.#count("taps", 1);
    this.ports.tell({ kind: "answered", answer });
  }

  async #sendRecording(recording: KeptRecording): Promise<void> {
    const { api, shelf, tell, mayTellPlace } = this.ports;
    const onLiveText = (recording_id: string, text: string) => {
      this.#reached();
      tell({ kind: "live", recording_id, text });
    };
    const is_sent = await sendRecording(recording.id, { api, shelf, mayTellPlace, onLiveText });
    if (recording.problem && !is_sent) await shelf.change(recording.id, { problem: null });
    if (!is_sent) return;
    await this.#count("notes", 1);
    tell({ kind: "sent", recording_id: recording.id });
  }

  /**
   * Try one thing, and decide what a failure means:
   * 1. no answer: everything waits, with back-off; 2. unpaired: everything stops; 3. refused: this one thing is flagged
   * and waits with its own back-off, the others go on; so too what this phone itself failed to read or write.
   * Never is anything dropped.
   */
  async #attempt(name: string, work: () => Promise<void>, flag?: (problem: SendProblem) => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.#patience.worked(name);
      this.#reached();
    } catch (failure) {
      if (failure instanceof Unpaired) return this.#unpaired(failure);
      if (failure instanceof Unreachable) return this.#lost();
      const refusal = failure instanceof Refused ? failure : ownFailure(failure);
      this.#patience.failed(name, (refusal.retry_after_s ?? 0) * 1000);
      const at = new Date(this.ports.now_ms()).toISOString();
      await flag?.({ status: refusal.status, detail: refusal.detail, at }).catch(() => undefined);
    }
    this.ports.tell({ kind: "changed" });
    return true;
  }

  /** A count that cannot be written must not make what was sent look unsent. */
  async #count(kind: DepartureKind, count: number): Promise<void> {
    await countDeparture(this.ports.database, this.ports.today_on(), kind, count).catch(() => undefined);
  }

  async #flagErrand(errand: Errand, problem: SendProblem): Promise<void> {
    await saveErrand(this.ports.database, { ...errand, problem });
  }

  async #flagRecording(recording: KeptRecording, problem: SendProblem): Promise<void> {
    await this.ports.shelf.change(recording.id, { problem });
  }

  #reached(): void {
    this.#patience.worked(SERVER);
    this.ports.tell({ kind: "reached", is_reachable: true });
  }

  #lost(): boolean {
    this.#patience.failed(SERVER);
    this.ports.tell({ kind: "reached", is_reachable: false });
    return false;
  }

  #unpaired(failure: Unpaired): boolean {
    this.stop();
    this.ports.tell({ kind: "unpaired", is_revoked: failure.is_revoked, detail: failure.detail });
    return false;
  }
}

function ownFailure(failure: unknown): Refused {
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new Refused(0, "phone-storage", `This phone could not read or write its own storage (${reason}).`);
}
