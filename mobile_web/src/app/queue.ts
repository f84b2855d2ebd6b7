import { duration } from "../time/format";
import type { Errand } from "../store/errands";
import type { KeptRecording } from "../store/recordings";

export interface Waiting {
  id: string;
  what: string;
  why: string;
  is_refused: boolean;
  /** Whether the rep may give it up: a tap that the server said no to, never what was spoken. */
  may_go: boolean;
}

export interface QueueState {
  recordings: KeptRecording[];
  errands: Errand[];
  fix_count: number;
  is_connected: boolean;
  chunks_sent: Record<string, number>;
  clock: (instant: string) => string;
}

const ENDED = { done: "Done", dropped: "Dropped", open: "Open again" };

/** Not allowed at the moment, out of time, too many at once. */
const PASSING = [401, 408, 425, 429];

/** What waits on this phone, oldest first, each with its reason in words. Positions count as one line, and not as work. */
export function waitingOf(state: QueueState): Waiting[] {
  const notes = state.recordings.filter((recording) => recording.stage === "to_send").map((one) => noteLine(one, state));
  const taps = state.errands.map((one) => tapLine(one, state));
  return [...notes, ...taps];
}

/** "2 waiting · no network", "Sending 1", or "All sent". */
export function queueLine(waiting: Waiting[], is_connected: boolean): string {
  const refused = waiting.filter((one) => one.is_refused).length;
  if (waiting.length === 0) return is_connected ? "All sent" : "No network. Talk as usual, it is kept here.";
  if (refused === waiting.length) return `${refused} waiting · refused for now`;
  return is_connected ? `${waiting.length} waiting · sending` : `${waiting.length} waiting · no network`;
}

function noteLine(recording: KeptRecording, state: QueueState): Waiting {
  const length = recording.ended_at
    ? `, ${duration((Date.parse(recording.ended_at) - Date.parse(recording.started_at)) / 1000)}`
    : "";
  const sent = state.chunks_sent[recording.id] ?? 0;
  const progress = `${Math.min(sent, recording.chunk_count)} of ${recording.chunk_count} parts sent`;
  return {
    id: recording.id,
    what: `Note from ${state.clock(recording.started_at)}${length}`,
    why: recording.problem ? refusalOf(recording.problem.detail) : `${progress}, ${reason(state)}`,
    is_refused: recording.problem !== null,
    may_go: false,
  };
}

function tapLine(errand: Errand, state: QueueState): Waiting {
  return {
    id: errand.id,
    what: `${nameOf(errand)} from ${state.clock(errand.made_at)}`,
    why: errand.problem ? refusalOf(errand.problem.detail) : reason(state),
    is_refused: errand.problem !== null,
    may_go: isRefusedForGood(errand),
  };
}

/** A full disk or a busy server gets better by waiting; a plain no does not. */
function isRefusedForGood({ problem }: Errand): boolean {
  return problem !== null && problem.status >= 400 && problem.status < 500 && !PASSING.includes(problem.status);
}

function nameOf(errand: Errand): string {
  switch (errand.kind) {
    case "correction":
      return "Correction";
    case "confirmation":
      return "Confirmation";
    case "decision":
      return "Word on a visit";
    case "missed_visit":
      return `Visit at ${errand.customer_name}`;
    case "merge":
      return "Two visits as one";
    case "split":
      return "One visit as two";
    case "prospect":
      return `New prospect ${errand.name}`;
    case "customer":
      return `Customer ${errand.customer_name}`;
    case "privacy":
      return errand.is_private ? "Private note" : "Shared note";
    case "new_contact":
      return `New contact ${errand.said.name}`;
    case "action_state":
      return `${ENDED[errand.state]}: ${errand.what}`;
    case "complaint_state":
      return `Settled: ${errand.what}`;
    case "answer":
      return errand.value === null ? `Would rather not say: ${errand.question}` : `Answer "${errand.value}" to: ${errand.question}`;
    case "notices_read":
      return "Notices read";
    case "reply":
      return `Reply${errand.customer_name && ` about ${errand.customer_name}`}: ${errand.text}`;
    case "taking":
      return `Taken: ${errand.what}`;
    case "follow":
      return errand.is_followed ? `Follow ${errand.customer_name}` : `Follow ${errand.customer_name} no more`;
    case "own_language":
      return "Language of your notes";
    case "location_choice":
      return "What may be known";
    case "pause":
      return errand.ended_at === null ? "Pause" : "End of a pause";
    case "own_place":
    case "own_place_removed":
      return "Place of your own";
  }
}

function refusalOf(detail: string): string {
  return `The server could not take this: ${detail.replace(/\.$/, "")}. Kept on this phone, tried again by itself.`;
}

function reason(state: QueueState): string {
  return state.is_connected ? "on its way" : "waiting for a network";
}
