import type { FactOut } from "../api/contract";
import { usePhone } from "../app/context";
import { say } from "../app/toasts";
import { playing, playStretch, stretchOf } from "../app/player";
import { Icon } from "./Icon";
import "./play_button.css";

/** What is heard between two seconds of a note. */
export type Heard = Pick<FactOut, "label" | "text" | "from_s" | "to_s">;

/** Plays the second of the note that a fact came from. */
export function PlayButton({ recording_id, fact }: { recording_id: string; fact: Heard }) {
  const phone = usePhone();
  const { from_s, to_s } = fact;
  // A fact that a person added was not spoken.
  if (from_s === null || to_s === null) return <span class="play-none" />;
  const is_playing = playing.value === stretchOf(recording_id, from_s);
  const play = (): void => {
    playStretch(phone, recording_id, from_s, to_s).catch(() =>
      say("The sound of this note is not on this phone any more, and there is no way to the server now."),
    );
  };
  return (
    <button
      type="button"
      class={is_playing ? "play play-on" : "play"}
      aria-label={`${is_playing ? "Stop" : "Play"} ${fact.label}: ${fact.text}`}
      onClick={play}
    >
      <Icon name={is_playing ? "stop" : "play"} />
    </button>
  );
}
