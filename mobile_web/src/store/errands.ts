import type { ActionState, EntryChange, LocationMode, MissedVisit, Named, NewContact, OwnPlace, Shift, VisitDecision } from "../api/contract";
import type { Database } from "./database";
import type { SendProblem } from "./recordings";
import { uuid7 } from "./uuid7";

/** A tap that the server has to learn of: kept here first, shown at once, sent when there is a network. */
export type Errand = {
  id: string;
  made_at: string;
  /** Not sent before this instant, so that it can be taken back meanwhile. */
  held_until: string | null;
  problem: SendProblem | null;
} & ErrandKind;

/** One half of a visit that was two; without a customer it was at nobody's. */
export interface VisitPart {
  id: string;
  customer: Named | null;
}

export type ErrandKind =
  | { kind: "correction"; entry_id: string; changes: EntryChange[] }
  | { kind: "confirmation"; entry_id: string }
  | { kind: "decision"; visit_id: string; decision: VisitDecision; customer_name: string | null }
  | { kind: "missed_visit"; visit_id: string; visit: MissedVisit; customer_name: string }
  | { kind: "merge"; visit_id: string; other_id: string }
  | { kind: "split"; visit_id: string; at: string; first: VisitPart; second: VisitPart }
  | { kind: "prospect"; customer_id: string; name: string; visit_id: string }
  | { kind: "new_contact"; recording_id: string; entry_id: string; contact_id: string; said: NewContact }
  | { kind: "action_state"; action_id: string; what: string; state: ActionState }
  | { kind: "complaint_state"; complaint_id: string; what: string; state: "open" | "closed" }
  | { kind: "answer"; customer_id: string; question_id: string; question: string; value: string | null }
  | { kind: "notices_read"; notice_ids: string[] }
  | { kind: "reply"; recording_id: string; customer_name: string; text: string }
  | { kind: "taking"; action_id: string; what: string }
  | { kind: "follow"; customer_id: string; customer_name: string; is_followed: boolean }
  | { kind: "own_language"; language: string | null }
  | { kind: "privacy"; recording_id: string; is_private: boolean }
  | { kind: "customer"; recording_id: string; customer_id: string; customer_name: string }
  | LocationErrandKind;

/** Taps on what may be known about where one is. */
export type LocationErrandKind =
  | { kind: "location_choice"; mode: LocationMode; hours: Shift[] | null }
  | { kind: "pause"; pause_id: string; began_at: string; until: string | null; ended_at: string | null }
  | { kind: "own_place"; place: OwnPlace }
  | { kind: "own_place_removed"; place_id: string };

/** All errands in the order of the taps: their ids are made from the time. */
export async function listErrands(database: Database): Promise<Errand[]> {
  return database.getAll("errands");
}

export function newErrand(kind: ErrandKind, held_until: string | null = null): Errand {
  return { ...kind, id: uuid7(), made_at: new Date().toISOString(), held_until, problem: null };
}

export async function saveErrand(database: Database, errand: Errand): Promise<void> {
  await database.put("errands", errand);
}

export async function removeErrand(database: Database, id: string): Promise<void> {
  await database.delete("errands", id);
}
