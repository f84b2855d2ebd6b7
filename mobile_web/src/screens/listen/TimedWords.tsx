import type { Card } from "../../app/cards";
import { duration } from "../../time/format";
import { silencedWords, spokenOf } from "./timed";

/** The words of a note, each a way to its second. */
export function TimedWords({ card, at_s, onPlay }: { card: Card; at_s: number; onPlay: (from_s: number) => void }) {
  if (card.timed.length === 0 && card.silenced.length === 0) return null;
  return (
    <div class="listen-words" role="group" aria-label="Words: tap one to hear it">
      {spokenOf(card.timed, card.silenced).map((spoken) =>
        spoken.kind === "word" ? (
          <button
            key={`${spoken.word.from_s}-${spoken.word.text}`}
            type="button"
            class={at_s >= spoken.word.from_s && at_s < spoken.word.to_s ? "listen-word listen-word-on" : "listen-word"}
            onClick={() => onPlay(Math.max(0, spoken.word.from_s - 0.15))}
          >
            {spoken.word.text}
          </button>
        ) : (
          <button key={spoken.stretch.from_s} type="button" class="listen-word listen-silenced" onClick={() => onPlay(spoken.stretch.from_s)}>
            {silencedWords(spoken.stretch.kind)}, {duration(spoken.stretch.to_s - spoken.stretch.from_s)}
          </button>
        ),
      )}
    </div>
  );
}
