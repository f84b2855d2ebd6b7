import type { EntryOut, Named, RecordingOut } from "../api/contract";
import { privacyWithErrands, recordingWithErrands, withErrands } from "../outbox/overlay";
import type { Errand } from "../store/errands";
import type { KeptRecording, SendProblem } from "../store/recordings";
import type { LocalWords } from "../hearing/words";
import type { StartFrom } from "../share/shared_file";
import { isPending } from "./polling";

/** How far a note has come, in the order in which it goes through it. */
export type CardState =
  | "recording"
  | "kept"
  | "refused"
  | "hearing"
  | "ready"
  | "silent"
  | "undecodable";

export interface TimedWord {
  text: string;
  from_s: number;
  to_s: number;
}

export interface Card {
  id: string;
  started_at: string;
  seconds: number | null;
  state: CardState;
  /** What the server or this phone has to say about a note that is not in order. */
  problem: SendProblem | null;
  trouble: string | null;
  is_recovered: boolean;
  is_ended_by_silence: boolean;
  /** The file that another app shared, or null. */
  shared_name: string | null;
  start_from: StartFrom | null;
  words: string;
  /** The words are this phone's own: the server has not told any yet. */
  heard_here: LocalWords | null;
  /** The words with their seconds: the server's, until then this phone's own. */
  timed: TimedWord[];
  /** Stretches that were taken out of the sound. */
  silenced: { from_s: number; to_s: number; kind: string }[];
  visit_id: string | null;
  /** Whether the server has said (or the rep chose) where the note belongs. */
  is_placed: boolean;
  customer: Named | null;
  entry: EntryOut | null;
  /** Taps on this note that are still on the phone. */
  waiting: number;
  /** Whether nobody but the rep reads it. */
  is_private: boolean;
  /** Whether the server can play its seconds. */
  has_sound: boolean;
  /** Whether the whole of it can be heard, from here or from the server. */
  can_listen: boolean;
}

/** One card per note, newest first: those that the server knows and those that only this phone holds. */
export function cardsOf(
  answers: RecordingOut[],
  kept: KeptRecording[],
  errands: Errand[],
  live_texts: Record<string, string>,
  isToday: (instant: string) => boolean,
): Card[] {
  const known = new Map(answers.map((answer) => [answer.id, answer]));
  const held = new Map(kept.map((recording) => [recording.id, recording]));
  const shown = kept.filter(({ stage, started_at }) => stage !== "sent" || isToday(started_at));
  const ids = new Set([...known.keys(), ...shown.map(({ id }) => id)]);
  const cards = [...ids].map((id) => cardOf(id, known.get(id), held.get(id), errands, live_texts[id] ?? ""));
  return cards.sort((one, other) => other.started_at.localeCompare(one.started_at));
}

function cardOf(
  id: string,
  answer: RecordingOut | undefined,
  kept: KeptRecording | undefined,
  errands: Errand[],
  live_text: string,
): Card {
  const shown = answer ? recordingWithErrands(answer, errands) : null;
  const chosen = errands.findLast((errand) => errand.kind === "customer" && errand.recording_id === id);
  const chosen_here = chosen?.kind === "customer" ? { id: chosen.customer_id, name: chosen.customer_name } : null;
  const told_words = shown?.transcript?.text || live_text || shown?.live_text || "";
  const local_words = kept?.local_words ?? null;
  const entry = shown?.entry ? withErrands(shown.entry, errands) : null;
  return {
    id,
    started_at: shown?.started_at ?? kept?.started_at ?? "",
    seconds: shown?.seconds ?? secondsKept(kept),
    state: stateOf(answer, kept),
    problem: kept?.stage === "to_send" ? kept.problem : null,
    trouble: shown?.problem ?? null,
    is_recovered: kept?.is_recovered ?? false,
    shared_name: answer?.source === "share" || kept?.source === "share" ? (answer?.source_name ?? kept?.source_name ?? "a file") : null,
    start_from: kept?.start_from ?? null,
    is_ended_by_silence: kept?.is_ended_by_silence ?? false,
    words: longer(told_words, local_words?.text ?? "", stateOf(answer, kept)),
    heard_here: isOpen(stateOf(answer, kept)) ? local_words : null,
    timed: timedOf(shown) ?? local_words?.words ?? [],
    silenced: shown?.silenced ?? [],
    visit_id: shown?.visit_id ?? kept?.visit_id ?? null,
    is_placed: (answer !== undefined && !isPending(answer)) || kept?.visit_id != null || answer?.visit_id != null,
    customer: shown?.customer ?? chosen_here,
    entry,
    waiting: errands.filter((errand) => isAbout(errand, id, entry?.id)).length,
    is_private: shown?.is_private ?? privacyWithErrands(id, kept?.is_private ?? false, errands),
    has_sound: shown?.has_sound ?? false,
    can_listen: (shown?.has_sound ?? false) || kept?.stage === "to_send",
  };
}

function stateOf(answer: RecordingOut | undefined, kept: KeptRecording | undefined): CardState {
  if (kept?.stage === "recording") return "recording";
  if (kept?.stage === "to_send") return kept.problem ? "refused" : "kept";
  if (answer?.state === "ready" || answer?.state === "silent" || answer?.state === "undecodable") return answer.state;
  return "hearing";
}

/** Whether the server has not said yet what the note is. */
function isOpen(state: CardState): boolean {
  return state === "recording" || state === "kept" || state === "refused" || state === "hearing";
}

/** Until the server has heard the whole note, what this phone heard may be more. */
function longer(told: string, local: string, state: CardState): string {
  return isOpen(state) && local.length > told.length ? local : told;
}

function timedOf(answer: RecordingOut | null): TimedWord[] | null {
  const words = answer?.transcript?.words;
  return words?.map(({ text, start_s, end_s }) => ({ text, from_s: start_s, to_s: end_s })) ?? null;
}

function secondsKept(kept: KeptRecording | undefined): number | null {
  if (!kept?.ended_at) return null;
  return Math.max(0, (Date.parse(kept.ended_at) - Date.parse(kept.started_at)) / 1000);
}

function isAbout(errand: Errand, recording_id: string, entry_id: string | undefined): boolean {
  if (errand.kind === "customer" || errand.kind === "privacy") return errand.recording_id === recording_id;
  if (errand.kind === "new_contact") return errand.recording_id === recording_id;
  return (errand.kind === "correction" || errand.kind === "confirmation") && errand.entry_id === entry_id;
}
