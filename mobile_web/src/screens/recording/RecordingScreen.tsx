import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { usePhone } from "../../app/context";
import { hearing_trouble, is_spilling, kept_model, live_texts, local_texts, note } from "../../app/state";
import { Icon } from "../../components/Icon";
import type { Note } from "../../recorder/note";
import { type Advice, adviceWords, NoteWatch } from "../../recorder/note_watch";
import { duration } from "../../time/format";
import { is_connected } from "../today/connection";
import { LevelMeter } from "./LevelMeter";
import "../../components/round_button.css";
import "./recording.css";

const NO_SPACE = "No space left on this phone. Keep this page open until the note is sent.";

export function RecordingScreen() {
  return note.value ? <Speaking key={note.value.id} note={note.value} /> : null;
}

/** While the rep speaks: the time, the level, the words as they come, and one way to end. */
function Speaking({ note }: { note: Note }) {
  const phone = usePhone();
  const dialog = useRef<HTMLDialogElement>(null);
  const stop = useRef<HTMLButtonElement>(null);
  const { elapsed_s, advice, goOn } = useProgress(note, () => phone.talking.stopSilent());
  const words = wordsToShow(note.id);

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
          {warningFor(advice)}
        </div>
        {advice.kind === "stopping" && (
          <button type="button" class="button" onClick={goOn}>
            Go on<span aria-hidden="true"> ({advice.in_s})</span>
          </button>
        )}
        <LevelMeter loudnessDb={note.listening.loudnessDb} />
        <button ref={stop} type="button" class="round-button round-button-stop" onClick={() => phone.talking.stop()}>
          <Icon name="stop" /> Stop
        </button>
      </div>
    </dialog>
  );
}

interface Progress {
  elapsed_s: number;
  advice: Advice;
  goOn: () => void;
}

function useProgress(note: Note, onLongSilence: () => void): Progress {
  const elapsed_s = useSignal(0);
  const advice = useSignal<Advice>({ kind: "fine" });
  const watch = useRef(new NoteWatch());
  useEffect(() => {
    const timer = setInterval(() => {
      elapsed_s.value = (Date.now() - Date.parse(note.started_at)) / 1000;
      const fresh = watch.current.look(note.listening.heard(), elapsed_s.value);
      if (fresh.kind === "stop" && advice.value.kind !== "stop") onLongSilence();
      advice.value = fresh;
    }, 100);
    return () => clearInterval(timer);
  }, [note]);
  return { elapsed_s: elapsed_s.value, advice: advice.value, goOn: () => watch.current.goOn(elapsed_s.value) };
}

/** The weightiest thing to say: that the note is about to end, that it is kept in memory only, then the hints. */
function warningFor(advice: Advice): string | null {
  if (is_spilling.value && advice.kind !== "stopping") return NO_SPACE;
  return adviceWords(advice) ?? hearing_trouble.value;
}

/** The server's words; without a network this phone's own, where they are more. */
function wordsToShow(id: string): string {
  const told = live_texts.value[id] ?? "";
  const local = local_texts.value[id] ?? "";
  if (is_connected.value) return told || local;
  return local.length > told.length ? local : told;
}

function hintFor(has_network: boolean): string {
  const hint = "Say who you met, what they want, what you promised.";
  if (has_network) return hint;
  return kept_model.value ? `${hint} This phone hears it.` : `${hint} The words appear once there is a network.`;
}
