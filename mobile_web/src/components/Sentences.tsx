import type { EntryOut } from "../api/contract";
import { usePhone } from "../app/context";
import { playing, playStretch, stretchOf } from "../app/player";
import { say } from "../app/toasts";
import "./sentences.css";

type Sentence = EntryOut["sentences"][number];
type Part = Sentence["parts"][number];

/** A summary whose every statement plays the words that it was made of. */
export function Sentences({ recording_id, sentences, can_play }: { recording_id: string; sentences: Sentence[]; can_play: boolean }) {
  return (
    <p class="sentences">
      {sentences.map((sentence, at) => (
        <span key={at}>
          {sentence.parts.map((part, place) => (
            <SaidPart key={place} recording_id={recording_id} part={part} can_play={can_play} />
          ))}{" "}
        </span>
      ))}
    </p>
  );
}

function SaidPart({ recording_id, part, can_play }: { recording_id: string; part: Part; can_play: boolean }) {
  const phone = usePhone();
  const { from_s, to_s } = part;
  if (!can_play || from_s === null || to_s === null) return <>{part.text}</>;
  const is_playing = playing.value === stretchOf(recording_id, from_s);
  const play = (): void => {
    playStretch(phone, recording_id, from_s, to_s).catch(() =>
      say("The sound of this note is not on this phone any more, and there is no way to the server now."),
    );
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    play();
  };
  // A button element is one box: it breaks as a whole and pushes the full stop onto a line of its own.
  return (
    <span
      role="button"
      tabIndex={0}
      class={is_playing ? "sentence-part is-playing" : "sentence-part"}
      aria-pressed={is_playing}
      onClick={play}
      onKeyDown={press}
    >
      <span class="for-readers">Hear: </span>
      {part.text}
    </span>
  );
}
