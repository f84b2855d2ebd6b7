import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { usePhone } from "../../app/context";
import { is_spilling, live_texts, note } from "../../app/state";
import { Icon } from "../../components/Icon";
import type { Note } from "../../recorder/note";
import { SilenceWatch } from "../../recorder/level";
import { duration } from "../../time/format";
import { is_connected } from "../today/connection";
import { LevelMeter } from "./LevelMeter";
import "../../components/round_button.css";
import "./recording.css";

export function RecordingScreen() {
  return note.value ? <Speaking key={note.value.id} note={note.value} /> : null;
}

/** While the rep speaks: the time, the level, the words as they come, and one way to end. */
function Speaking({ note }: { note: Note }) {
  const phone = usePhone();
  const dialog = useRef<HTMLDialogElement>(null);
  const stop = useRef<HTMLButtonElement>(null);
  const { elapsed_s, is_silent } = useProgress(note);
  const words = live_texts.value[note.id] ?? "";

  useEffect(() => {
    dialog.current?.showModal();
    stop.current?.focus();
  }, []);

  return (
    <dialog
      ref={dialog}
      class="speaking"
      aria-label="Recording"
      onCancel={(event) => {
        // Escape and the back gesture end the note; what was said is kept.
        event.preventDefault();
        phone.talking.stop();
      }}
    >
      <div class="speaking-head">
        <span class="speaking-dot" aria-hidden="true" />
        <span class="speaking-time" role="timer" aria-label="Time spoken">
          {duration(elapsed_s)}
        </span>
        <span class="speaking-kept">{is_connected.value ? "Kept here, sent as you speak" : "Kept here, sent later"}</span>
      </div>
      <div class="speaking-words" aria-label="Words so far" role="region" tabIndex={0}>
        {words ? <p>{words}</p> : <p class="speaking-hint">{hintFor(is_connected.value)}</p>}
      </div>
      <div class="speaking-foot">
        <div role="status" class="speaking-warning">
          {is_silent && "I hear nothing. Is the microphone covered?"}
          {!is_silent && is_spilling.value && "No space left on this phone. Keep this page open until the note is sent."}
        </div>
        <LevelMeter loudnessDb={note.listening.loudnessDb} />
        <button ref={stop} type="button" class="round-button round-button-stop" onClick={() => phone.talking.stop()}>
          <Icon name="stop" /> Stop
        </button>
      </div>
    </dialog>
  );
}

function useProgress(note: Note): { elapsed_s: number; is_silent: boolean } {
  const elapsed_s = useSignal(0);
  const is_silent = useSignal(false);
  useEffect(() => {
    const silence = new SilenceWatch();
    const timer = setInterval(() => {
      elapsed_s.value = (Date.now() - Date.parse(note.started_at)) / 1000;
      is_silent.value = silence.isSilent(note.listening.loudnessDb(), elapsed_s.value);
    }, 100);
    return () => clearInterval(timer);
  }, [note, elapsed_s, is_silent]);
  return { elapsed_s: elapsed_s.value, is_silent: is_silent.value };
}

function hintFor(has_network: boolean): string {
  return has_network
    ? "Say who you met, what they want, what you promised."
    : "Say who you met, what they want, what you promised. The words appear once there is a network.";
}
