import type { Ear, Recogniser } from "./recogniser";
import { type LocalWords, WordsSoFar } from "./words";

/** Seconds of sound in one piece, as public/pcm_worklet.js cuts it. */
export const PIECE_S = 0.2;
/** Sound kept for the case that the network goes in mid-sentence. */
const HELD_BACK_S = 120;
/** So far behind the voice is no help any more, and the phone is too slow for it. */
const TOO_FAR_BEHIND_S = 180;
/** Pieces in the worker at a time, so that a note that ends can still be stopped quickly. */
const IN_WORK = 10;
const STALLED_MS = 15_000;
const LAST_WORDS_MS = 20_000;

export interface HearingPorts {
  model: string;
  sample_rate_hz: number;
  open: () => Promise<Pick<Recogniser, "begin" | "hear" | "end" | "unanswered">>;
  /** Whether this phone has to hear by itself: no words come from the server. */
  isWanted: () => boolean;
  onText: (text: string) => void;
  /** A stretch is settled: worth keeping, a phone may die at any moment. */
  onSettled: (words: LocalWords) => void;
  onGone: (reason: string) => void;
  now_ms: () => number;
}

/**
 * What this phone hears of one note, beside the recorder and never in its way: pieces wait in memory until they are
 * wanted, go to the recogniser a few at a time, and whatever breaks ends the words and nothing else.
 */
export class NoteHearing {
  readonly #waiting: Float32Array[] = [];
  #words: WordsSoFar | null = null;
  #recogniser: Awaited<ReturnType<HearingPorts["open"]>> | null = null;
  #dropped = 0;
  #answered_ms = 0;
  #is_opening = false;
  #is_over = false;
  #onDrained: (() => void) | null = null;

  constructor(readonly ports: HearingPorts) {}

  take(piece: Float32Array): void {
    if (this.#is_over) return;
    this.#waiting.push(piece);
    if (!this.#words && this.#waiting.length * PIECE_S > HELD_BACK_S) this.#dropOldest();
    if (!this.#recogniser && this.ports.isWanted()) void this.#open();
    this.#feed();
    this.#lookForTrouble();
  }

  /** The note is over: wait for the last words, a while at most. Resolves with all that was heard, or null. */
  async finish(): Promise<LocalWords | null> {
    if (!this.#is_over && this.#recogniser) {
      await this.#drained();
      await this.#recogniser.end(LAST_WORDS_MS);
    }
    this.#is_over = true;
    this.#waiting.length = 0;
    return this.#words?.settled ?? null;
  }

  /** Stop hearing in the middle of a note; what was heard stays. */
  giveUp(reason: string): void {
    if (this.#is_over) return;
    this.#is_over = true;
    this.#waiting.length = 0;
    this.#onDrained?.();
    this.ports.onGone(reason);
  }

  async #open(): Promise<void> {
    if (this.#is_opening) return;
    this.#is_opening = true;
    const { model, sample_rate_hz, open } = this.ports;
    this.#words = new WordsSoFar(model, this.#dropped * PIECE_S);
    try {
      const recogniser = await open();
      if (this.#is_over) return;
      recogniser.begin(sample_rate_hz, this.#ear(this.#words));
      this.#answered_ms = this.ports.now_ms();
      this.#recogniser = recogniser;
      this.#feed();
    } catch (failure) {
      this.giveUp(failure instanceof Error ? failure.message : String(failure));
    }
  }

  #ear(words: WordsSoFar): Ear {
    return {
      onPartial: (text) => {
        words.guess(text);
        this.ports.onText(words.text);
      },
      onUtterance: (utterance) => {
        words.settle(utterance);
        this.ports.onText(words.text);
        if (words.settled && utterance.text) this.ports.onSettled(words.settled);
      },
      onWorked: () => {
        this.#answered_ms = this.ports.now_ms();
        this.#feed();
      },
      onBroken: (reason) => this.giveUp(reason),
    };
  }

  #feed(): void {
    const recogniser = this.#recogniser;
    if (!recogniser || this.#is_over) return;
    while (recogniser.unanswered < IN_WORK) {
      const piece = this.#waiting.shift();
      if (!piece) break;
      recogniser.hear(piece, this.ports.sample_rate_hz);
    }
    if (this.#waiting.length === 0) this.#onDrained?.();
  }

  #lookForTrouble(): void {
    if (!this.#words) return;
    const is_stalled = this.#recogniser !== null && this.ports.now_ms() - this.#answered_ms > STALLED_MS;
    if (is_stalled) this.giveUp("The recogniser does not answer any more.");
    else if (this.#waiting.length * PIECE_S > TOO_FAR_BEHIND_S) this.giveUp("This phone is too slow to hear by itself.");
  }

  #dropOldest(): void {
    this.#waiting.shift();
    this.#dropped += 1;
  }

  /** Resolves when all pieces are with the recogniser, or after a while. */
  async #drained(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const drained = new Promise<void>((resolve) => {
      this.#onDrained = resolve;
    });
    await Promise.race([drained, new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
  }
}
