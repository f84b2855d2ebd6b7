/** The words of a transcript: a tap plays from there, the word being heard is marked, arrows and Enter do the same. */
import { play, stop } from "./player";

const BEFORE_S = 0.15;
const LONGEST_S = 30;

export function startWords(): void {
  document.addEventListener("click", (event) => {
    const word = (event.target as Element).closest<HTMLElement>("[data-words] .transcript__word");
    if (word && getSelection()?.isCollapsed !== false) playFrom(word);
  });
  document.addEventListener("keydown", (event) => {
    const text = (event.target as Element).closest<HTMLElement>("[data-words]");
    if (text) onKey(text, event);
  });
}

function onKey(text: HTMLElement, event: KeyboardEvent): void {
  const words = wordsOf(text);
  const at = words.findIndex((word) => word.classList.contains("is-chosen"));
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    const next = event.key === "ArrowRight" ? Math.min(at + 1, words.length - 1) : Math.max(at - 1, 0);
    words[at]?.classList.remove("is-chosen");
    words[next]?.classList.add("is-chosen");
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    const chosen = words[Math.max(at, 0)];
    if (chosen) playFrom(chosen);
  }
}

function playFrom(word: HTMLElement): void {
  const text = word.closest<HTMLElement>("[data-words]");
  if (!text) return;
  if (word.classList.contains("is-heard")) return stop();
  const words = wordsOf(text);
  const from_s = Math.max(0, Number(word.dataset.from) - BEFORE_S);
  const to_s = Math.min(Number(text.dataset.seconds), from_s + LONGEST_S);
  play({
    address: `${text.dataset.words}?from_s=${from_s.toFixed(2)}&to_s=${to_s.toFixed(2)}`,
    said: words.slice(words.indexOf(word)).map((spoken) => spoken.textContent).join(" "),
    onTime: (played_s) => markHeard(words, from_s + played_s),
    onEnd: () => markHeard(words, -1),
  });
}

function markHeard(words: HTMLElement[], at_s: number): void {
  for (const word of words) {
    word.classList.toggle("is-heard", Number(word.dataset.from) <= at_s && at_s < Number(word.dataset.to));
  }
}

function wordsOf(text: HTMLElement): HTMLElement[] {
  return [...text.querySelectorAll<HTMLElement>(".transcript__word")];
}
