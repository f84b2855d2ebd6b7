import type { TimedWord } from "../../app/cards";

export interface SilencedStretch {
  from_s: number;
  to_s: number;
  kind: string;
}

export type Spoken = { kind: "word"; word: TimedWord } | { kind: "silenced"; stretch: SilencedStretch };

/** Words in their order, with each silenced stretch standing once in the place of the words that it took. */
export function spokenOf(words: TimedWord[], silenced: SilencedStretch[]): Spoken[] {
  const left = words.filter((word) => !silenced.some((stretch) => word.from_s >= stretch.from_s - 0.01 && word.to_s <= stretch.to_s + 0.01));
  const all: Spoken[] = [
    ...left.map((word): Spoken => ({ kind: "word", word })),
    ...silenced.map((stretch): Spoken => ({ kind: "silenced", stretch })),
  ];
  return all.sort((one, other) => startOf(one) - startOf(other));
}

/** What was taken out of the sound, in words: "card" gives "Card number silenced". */
export function silencedWords(kind: string): string {
  const names: Record<string, string> = { card: "Card number", iban: "Bank account", ssn: "Social security number", password: "Password", private: "Private words" };
  const name = names[kind] ?? kind.replace(/[_-]+/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  return `${name} silenced`;
}

function startOf(spoken: Spoken): number {
  return spoken.kind === "word" ? spoken.word.from_s : spoken.stretch.from_s;
}
