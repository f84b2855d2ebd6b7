import { isHeard } from "./level";

export interface Heard {
  loudness_db: number;
  /** The largest sample of the moment, 0 to 1. */
  peak: number;
  /** The phone gave the microphone to somebody else for now: a call, another app. */
  is_muted: boolean;
}

/** What the speaker should know at this moment, the weightiest only. */
export type Advice =
  | { kind: "fine" }
  | { kind: "muted" }
  | { kind: "silent" }
  | { kind: "too_loud" }
  | { kind: "stopping"; in_s: number }
  | { kind: "stop" };

const CLIPPED = 0.985;
const CLIPS_TO_SAY = 3;
const CLIPS_WITHIN_S = 2;
const SAID_FOR_S = 4;
const SILENT_AT_START_S = 4;
const SILENT_AFTER_SPEECH_S = 12;
/** A phone that lies forgotten on the seat must not record the drive. */
const LONG_SILENCE_S = 60;
export const COUNTDOWN_S = 15;

/** Watches one note being recorded: nothing heard, much too loud, or long silent. Pure: time comes in with each look. */
export class NoteWatch {
  #heard_s: number | null = null;
  #refused_s = 0;
  #clips_s: number[] = [];
  #too_loud_until_s = 0;

  look(heard: Heard, elapsed_s: number): Advice {
    if (isHeard(heard.loudness_db)) this.#heard_s = elapsed_s;
    this.#countClip(heard.peak, elapsed_s);
    // A call is no silence: the note goes on when it is over.
    if (heard.is_muted) {
      this.goOn(elapsed_s);
      return { kind: "muted" };
    }
    const quiet_s = elapsed_s - Math.max(this.#heard_s ?? 0, this.#refused_s);
    if (quiet_s >= LONG_SILENCE_S + COUNTDOWN_S) return { kind: "stop" };
    if (quiet_s >= LONG_SILENCE_S) return { kind: "stopping", in_s: Math.ceil(LONG_SILENCE_S + COUNTDOWN_S - quiet_s) };
    if (this.#isSilent(elapsed_s)) return { kind: "silent" };
    return elapsed_s < this.#too_loud_until_s ? { kind: "too_loud" } : { kind: "fine" };
  }

  /** The speaker refused the stop: it counts anew from here. */
  goOn(elapsed_s: number): void {
    this.#refused_s = elapsed_s;
  }

  #isSilent(elapsed_s: number): boolean {
    return this.#heard_s === null ? elapsed_s > SILENT_AT_START_S : elapsed_s - this.#heard_s > SILENT_AFTER_SPEECH_S;
  }

  #countClip(peak: number, elapsed_s: number): void {
    if (peak < CLIPPED) return;
    this.#clips_s = [...this.#clips_s.filter((at_s) => elapsed_s - at_s <= CLIPS_WITHIN_S), elapsed_s];
    if (this.#clips_s.length >= CLIPS_TO_SAY) this.#too_loud_until_s = elapsed_s + SAID_FOR_S;
  }
}

/** Advice in words, or null when all is well. */
export function adviceWords(advice: Advice): string | null {
  switch (advice.kind) {
    case "muted":
      return "Another app has the microphone. Your note goes on when it gives it back.";
    case "silent":
      return "I hear nothing. Is the microphone covered?";
    case "too_loud":
      return "Too loud. Hold the phone further away.";
    case "stopping":
      return "Silent for a minute. The note is about to end by itself.";
    default:
      return null;
  }
}
