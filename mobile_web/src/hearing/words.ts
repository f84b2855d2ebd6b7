/** One word as this phone heard it, in seconds from the beginning of the note. */
export interface LocalWord {
  text: string;
  from_s: number;
  to_s: number;
}

/** What this phone heard by itself: shown until the server's words come, and never sent as truth. */
export interface LocalWords {
  text: string;
  words: LocalWord[];
  model: string;
}

/** What the recogniser says about one stretch of speech. */
export interface Utterance {
  text: string;
  result?: { word: string; start: number; end: number }[];
}

/** The words of a note in the making: what is settled, and what the recogniser thinks of the last stretch. */
export class WordsSoFar {
  readonly #settled: LocalWord[] = [];
  readonly #texts: string[] = [];
  #partial = "";

  constructor(
    readonly model: string,
    /** Seconds of the note that were over when the recogniser began to listen. */
    readonly offset_s = 0,
  ) {}

  settle(utterance: Utterance): void {
    this.#partial = "";
    if (!utterance.text) return;
    this.#texts.push(utterance.text);
    for (const { word, start, end } of utterance.result ?? []) {
      this.#settled.push({ text: word, from_s: start + this.offset_s, to_s: end + this.offset_s });
    }
  }

  guess(partial: string): void {
    this.#partial = partial;
  }

  /** All that is to be shown at this moment. */
  get text(): string {
    return [...this.#texts, this.#partial].filter(Boolean).join(" ");
  }

  /** What is settled; null where nothing was heard yet. */
  get settled(): LocalWords | null {
    if (this.#texts.length === 0) return null;
    return { text: this.#texts.join(" "), words: [...this.#settled], model: this.model };
  }
}

/** "12 words heard on this phone": how many there are, for the first card of a note. */
export function heardHere(words: LocalWords): string {
  const count = words.text.split(/\s+/).filter(Boolean).length;
  return count === 1 ? "1 word heard on this phone" : `${count} words heard on this phone`;
}
