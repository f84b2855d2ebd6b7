import type { Utterance } from "./words";

/** Compiling the recogniser and unpacking a model of 50 MB takes an old phone half a minute. */
const LOAD_LIMIT_MS = 90_000;
const ID = "note";
const FULL_SCALE = 0x8000;

export interface Ear {
  /** The words so far of the stretch being spoken. */
  onPartial: (text: string) => void;
  /** A stretch of speech is over, and its words are settled. */
  onUtterance: (utterance: Utterance) => void;
  /** A piece of sound was worked through, whatever was heard in it. */
  onWorked: () => void;
  /** Nothing more will come. */
  onBroken: (reason: string) => void;
}

type Told =
  | { event: "load"; result: boolean }
  | { event: "error"; error?: string }
  | { event: "partialresult"; result: { partial: string } }
  | { event: "result"; result: Utterance };

/**
 * The recogniser in its worker. It hears one note at a time; a worker that was killed or that cannot load never answers,
 * so each wait has a limit here.
 */
export class Recogniser {
  #ear: Ear | null = null;
  #onLast: (() => void) | null = null;
  /** Pieces that the worker has not answered yet. */
  #unanswered = 0;

  private constructor(readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Told | undefined>) => data && this.#take(data);
    worker.onerror = () => this.#broken("The recogniser stopped.");
  }

  /** Start the worker and let it open the model. Rejects when it cannot, or does not say so in time. */
  static open(address: string, model_url: string, limit_ms = LOAD_LIMIT_MS): Promise<Recogniser> {
    const worker = new Worker(address);
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer);
        worker.terminate();
        reject(new Error(reason));
      };
      const timer = setTimeout(() => fail("The speech model did not open in time."), limit_ms);
      worker.onerror = () => fail("The recogniser cannot run in this browser.");
      worker.onmessage = ({ data }: MessageEvent<Told | undefined>) => {
        if (data?.event === "error") fail(data.error ?? "The speech model cannot be opened.");
        if (data?.event !== "load") return;
        clearTimeout(timer);
        if (data.result) resolve(new Recogniser(worker));
        else fail("The speech model cannot be opened.");
      };
      worker.postMessage({ action: "set", key: "logLevel", value: -1 });
      worker.postMessage({ action: "load", modelUrl: model_url });
    });
  }

  get unanswered(): number {
    return this.#unanswered;
  }

  begin(sample_rate_hz: number, ear: Ear): void {
    this.#ear = ear;
    this.#unanswered = 0;
    this.worker.postMessage({ action: "create", recognizerId: ID, sampleRate: sample_rate_hz });
    this.worker.postMessage({ action: "set", recognizerId: ID, key: "words", value: true });
  }

  /** Hear a piece of sound, samples from -1 to 1. */
  hear(samples: Float32Array, sample_rate_hz: number): void {
    this.#unanswered += 1;
    const data = samples.map((sample) => sample * FULL_SCALE);
    this.worker.postMessage({ action: "audioChunk", recognizerId: ID, data, sampleRate: sample_rate_hz }, [data.buffer]);
  }

  /** End the note: settles what is still open. Resolves at the limit at the latest. */
  async end(limit_ms: number): Promise<void> {
    const last = new Promise<void>((resolve) => {
      this.#onLast = resolve;
    });
    this.#unanswered += 1;
    this.worker.postMessage({ action: "remove", recognizerId: ID });
    const limit = new Promise<void>((resolve) => setTimeout(resolve, limit_ms));
    await Promise.race([last, limit]);
    this.#onLast = null;
    this.#ear = null;
  }

  close(): void {
    this.#ear = null;
    this.worker.terminate();
  }

  #take(told: Told): void {
    if (told.event === "error") return this.#broken(told.error ?? "The recogniser stopped.");
    if (told.event === "load") return;
    this.#unanswered -= 1;
    if (told.event === "partialresult") this.#ear?.onPartial(told.result.partial);
    else this.#ear?.onUtterance(told.result);
    this.#ear?.onWorked();
    // The worker answers in order: with the answer to "remove" all pieces are through.
    if (this.#unanswered === 0) this.#onLast?.();
  }

  #broken(reason: string): void {
    this.#ear?.onBroken(reason);
    this.#onLast?.();
  }
}
