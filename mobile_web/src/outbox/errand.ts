import type { Api } from "../api/client";
import type { ActionState, EntryOut, Follow, LocationChoice, OwnLanguage, RecordingOut, VisitOut } from "../api/contract";
import type { Errand, VisitPart } from "../store/errands";
import type { KeptRecording } from "../store/recordings";

export type ErrandAnswer =
  | DayAnswer
  | { choice: LocationChoice }
  | { action: { id: string; state: ActionState } }
  | { complaint: { id: string; state: string } }
  | { answer: { customer_id: string; question_id: string } }
  | { follow: Follow }
  | { notices: { read: string[]; taken: string | null } }
  | { language: OwnLanguage };

export type DayAnswer = { entry: EntryOut } | VisitsAnswer | { recording: RecordingOut };

/** Visits as they are now, and the ids of those that are no more. */
export interface VisitsAnswer {
  visits: VisitOut[];
  gone: string[];
}

/** Send one tap to the server. Every kind may be sent twice with the same result. */
export async function runErrand(errand: Errand, api: Api): Promise<ErrandAnswer> {
  switch (errand.kind) {
    case "correction":
      return { entry: await api.correct(errand.entry_id, errand.id, errand.changes) };
    case "confirmation":
      return { entry: await api.confirm(errand.entry_id) };
    case "decision": {
      const visit = await api.decide(errand.visit_id, errand.decision);
      return errand.decision.decision === "deleted" ? { visits: [], gone: [visit.id] } : { visits: [visit], gone: [] };
    }
    case "missed_visit":
      return { visits: [await api.addVisit(errand.visit_id, errand.visit)], gone: [] };
    case "merge":
      return { visits: [await api.merge(errand.visit_id, errand.other_id)], gone: [errand.other_id] };
    case "split": {
      const said = { at: errand.at, first: partOf(errand.first), second: partOf(errand.second) };
      return { visits: await api.split(errand.visit_id, said), gone: [errand.visit_id] };
    }
    case "prospect": {
      await api.addProspect(errand.customer_id, { name: errand.name, visit_id: errand.visit_id });
      const visits = (await api.today()).visits.filter((visit) => visit.id === errand.visit_id);
      return { visits, gone: [] };
    }
    case "new_contact":
      return { entry: await api.keepContact(errand.entry_id, errand.contact_id, errand.said) };
    case "action_state":
      return { action: await api.setActionState(errand.action_id, errand.state) };
    case "complaint_state":
      return { complaint: await api.setComplaintState(errand.complaint_id, errand.state) };
    case "answer":
      return { answer: await api.answer(errand.customer_id, errand.question_id, errand.value) };
    case "notices_read":
      await api.markNoticesRead(errand.notice_ids);
      return { notices: { read: errand.notice_ids, taken: null } };
    case "reply":
      await api.reply(errand.recording_id, errand.id, errand.text);
      return { notices: { read: [], taken: null } };
    case "taking":
      await api.take(errand.action_id);
      return { notices: { read: [], taken: errand.action_id } };
    case "follow":
      return { follow: await api.follow(errand.customer_id, errand.is_followed) };
    case "own_language":
      return { language: await api.chooseLanguage(errand.language) };
    case "customer":
      return { recording: await api.chooseCustomer(errand.recording_id, errand.customer_id) };
    case "privacy":
      return { recording: await api.keepPrivate(errand.recording_id, errand.is_private) };
    case "location_choice":
      return { choice: await api.chooseLocation(errand.mode, errand.hours) };
    case "pause": {
      const { began_at, until, ended_at } = errand;
      return { choice: await api.pause(errand.pause_id, { began_at, until, ended_at }) };
    }
    case "own_place": {
      const { id, ...place } = errand.place;
      await api.putOwnPlace(id, place);
      return { choice: await api.locationChoice() };
    }
    case "own_place_removed":
      await api.removeOwnPlace(errand.place_id);
      return { choice: await api.locationChoice() };
  }
}

function partOf({ id, customer }: VisitPart) {
  return { id, customer_id: customer?.id ?? null };
}

/** All that a later errand must not overtake it on: taps on one thing stay in order even when one of them is set aside. */
export function subjectsOf(errand: Errand): string[] {
  switch (errand.kind) {
    case "correction":
    case "confirmation":
      return [errand.entry_id];
    case "decision":
      return [errand.visit_id, ...(errand.decision.customer_id ? [errand.decision.customer_id] : [])];
    case "missed_visit":
      return [errand.visit_id, errand.visit.customer_id];
    case "merge":
      return [errand.visit_id, errand.other_id];
    case "split":
      return [errand.visit_id, errand.first.id, errand.second.id];
    case "prospect":
      return [errand.visit_id, errand.customer_id];
    case "customer":
      return [errand.recording_id, errand.customer_id];
    case "privacy":
      return [errand.recording_id];
    // After a name that was put right, and after the customer at whom the contact is kept.
    case "new_contact":
      return [errand.entry_id, errand.recording_id];
    case "action_state":
      return [errand.action_id];
    case "complaint_state":
      return [errand.complaint_id];
    case "answer":
      return [errand.question_id];
    case "notices_read":
      return [errand.kind];
    case "reply":
      return [errand.recording_id];
    case "taking":
      return [errand.action_id];
    // After the prospect that one follows.
    case "follow":
      return [errand.customer_id];
    case "own_language":
      return [errand.kind];
    case "location_choice":
      return [errand.kind];
    case "pause":
      return [errand.pause_id];
    case "own_place":
      return [errand.place.id];
    case "own_place_removed":
      return [errand.place_id];
  }
}

/** The visits that the server learns of by this errand: a note about one of them goes after it. */
export function visitsMadeBy(errand: Errand): string[] {
  if (errand.kind === "missed_visit") return [errand.visit_id];
  return errand.kind === "split" ? [errand.first.id, errand.second.id] : [];
}

/** Whether it may go: no longer to be taken back, and the server knows of the note that it is about. */
export function isReady(errand: Errand, recordings: KeptRecording[], now_ms: number): boolean {
  if (errand.held_until !== null && now_ms < Date.parse(errand.held_until)) return false;
  if (errand.kind !== "customer" && errand.kind !== "privacy") return true;
  const recording = recordings.find((kept) => kept.id === errand.recording_id);
  return recording === undefined || recording.is_announced;
}
