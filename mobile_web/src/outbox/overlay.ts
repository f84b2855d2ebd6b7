import type { ActionState, Attribute, EntryChange, EntryOut, FactOut, Notice, RecordingOut, VisitOut } from "../api/contract";
import type { Errand, VisitPart } from "../store/errands";

/** A note's entry as it will be when the waiting taps have arrived. */
export function withErrands(entry: EntryOut, errands: Errand[]): EntryOut {
  return errands.reduce(applyToEntry, entry);
}

/** The visits as they will be when the waiting taps have arrived. */
export function visitsWithErrands(visits: VisitOut[], errands: Errand[]): VisitOut[] {
  return errands.reduce(applyToVisits, visits);
}

/** The language of one's notes as it will be when the waiting taps have arrived; a refused wish changes nothing. */
export function languageWithErrands(told: string | null, errands: Errand[]): string | null {
  const wish = errands.findLast((errand) => errand.kind === "own_language" && errand.problem === null);
  return wish?.kind === "own_language" ? wish.language : told;
}

/** A promise as it stands with the taps on their way: closed by one that waits, or with the server's reason where it said no. */
export interface PromiseState {
  closed_as: ActionState | null;
  refusal: string | null;
  /** The tap that waits and can still be taken back. */
  errand_id: string | null;
}

export function promiseWithErrands(action_id: string, errands: Errand[]): PromiseState {
  const last = errands.findLast((errand) => errand.kind === "action_state" && errand.action_id === action_id);
  if (last?.kind !== "action_state") return { closed_as: null, refusal: null, errand_id: null };
  const { id: errand_id, problem, state } = last;
  return problem ? { closed_as: null, refusal: problem.detail, errand_id } : { closed_as: state, refusal: null, errand_id };
}

/** Whether one follows a customer once the waiting taps have arrived; a refused wish changes nothing. */
export function followedWithErrands(customer_id: string, told: boolean, errands: Errand[]): boolean {
  const wish = errands.findLast(
    (errand) => errand.kind === "follow" && errand.customer_id === customer_id && errand.problem === null,
  );
  return wish?.kind === "follow" ? wish.is_followed : told;
}

/** Notices with what was read and taken by taps on their way; what the server said no to is to be taken again. */
export function noticesWithErrands(told: Notice[], errands: Errand[]): Notice[] {
  const read = new Set(errands.flatMap((errand) => (errand.kind === "notices_read" ? errand.notice_ids : [])));
  const taken = new Set(errands.flatMap((errand) => (errand.kind === "taking" && errand.problem === null ? [errand.action_id] : [])));
  return told.map((notice) => ({
    ...notice,
    is_read: notice.is_read || read.has(notice.id),
    is_to_take: notice.is_to_take && !taken.has(notice.action_id ?? ""),
  }));
}

/** A complaint as it stands with the tap that says it is settled. */
export function complaintWithErrands(complaint_id: string, errands: Errand[]): TapState {
  return tapState(errands.findLast((errand) => errand.kind === "complaint_state" && errand.complaint_id === complaint_id));
}

/** A question as it stands with the answer that was tapped, and that answer. */
export function answerWithErrands(question_id: string, errands: Errand[]): TapState & { value: string | null } {
  const last = errands.findLast((errand) => errand.kind === "answer" && errand.question_id === question_id);
  return { ...tapState(last), value: last?.kind === "answer" ? last.value : null };
}

/** What became of a tap so far: it counts from the moment it was made, unless the server said no. */
export interface TapState {
  is_done: boolean;
  refusal: string | null;
  errand_id: string | null;
}

function tapState(errand: Errand | undefined): TapState {
  return { is_done: errand !== undefined && errand.problem === null, refusal: errand?.problem?.detail ?? null, errand_id: errand?.id ?? null };
}

/** A note with the customer that the rep chose for it, and private or not as the rep wished. */
export function recordingWithErrands(recording: RecordingOut, errands: Errand[]): RecordingOut {
  const is_private = privacyWithErrands(recording.id, recording.is_private, errands);
  const choice = errands.findLast((errand) => errand.kind === "customer" && errand.recording_id === recording.id);
  if (choice?.kind !== "customer") return { ...recording, is_private };
  const customer = { id: choice.customer_id, name: choice.customer_name };
  return { ...recording, is_private, customer, customer_source: "person" };
}

/** Whether a note is private once the waiting taps have arrived; a refused wish changes nothing. */
export function privacyWithErrands(recording_id: string, told: boolean, errands: Errand[]): boolean {
  const wish = errands.findLast(
    (errand) => errand.kind === "privacy" && errand.recording_id === recording_id && errand.problem === null,
  );
  return wish?.kind === "privacy" ? wish.is_private : told;
}

/** The facts after some changes: the same rule that the server applies, by item and attribute. */
export function applyChanges(facts: FactOut[], changes: EntryChange[]): FactOut[] {
  return changes.reduce(
    (changed, change) =>
      change.op === "remove"
        ? changed.filter((fact) => fact.item_id !== change.item_id)
        : changed.map((fact) => (fact.item_id === change.item_id ? setAttribute(fact, change) : fact)),
    facts,
  );
}

/** How a value is shown to a person: a choice by its label, money with its sign. */
export function shownValue(attribute: Attribute): string {
  const { value, type, choices } = attribute;
  if (value === null || value === "") return "";
  const choice = choices?.find((one) => one.value === value);
  if (choice) return choice.label;
  return type === "money" && !Number.isNaN(Number(value)) ? `$${Number(value).toFixed(2)}` : String(value);
}

function applyToEntry(entry: EntryOut, errand: Errand): EntryOut {
  if (errand.kind === "correction" && errand.entry_id === entry.id) {
    return { ...entry, facts: applyChanges(entry.facts, errand.changes) };
  }
  if (errand.kind === "new_contact" && errand.entry_id === entry.id) {
    return { ...entry, facts: entry.facts.map((fact) => keptAsContact(fact, errand)) };
  }
  if (errand.kind === "confirmation" && errand.entry_id === entry.id) return { ...entry, state: "confirmed" };
  return entry;
}

/** An offer that was taken is none any more; one that the server refused is offered again, with its reason in the queue. */
function keptAsContact(fact: FactOut, { said, problem }: Errand & { kind: "new_contact" }): FactOut {
  if (fact.item_id !== said.item_id || problem !== null) return fact;
  return { ...fact, label: "Person", is_offered: false };
}

function applyToVisits(visits: VisitOut[], errand: Errand): VisitOut[] {
  const change = (id: string, with_change: (visit: VisitOut) => VisitOut[]): VisitOut[] =>
    visits.flatMap((visit) => (visit.id === id ? with_change(visit) : [visit]));
  switch (errand.kind) {
    case "decision":
      return change(errand.visit_id, (visit) => applyDecision(visit, errand));
    case "missed_visit":
      return visits.some(({ id }) => id === errand.visit_id) ? visits : [...visits, missedVisit(errand)];
    case "merge": {
      const other = visits.find(({ id }) => id === errand.other_id);
      const merged = other ? change(errand.visit_id, (visit) => [spanning(visit, other)]) : visits;
      return merged.filter(({ id }) => id !== errand.other_id);
    }
    case "split":
      return change(errand.visit_id, (visit) => [
        part(visit, errand.first, visit.arrived_at, errand.at),
        part(visit, errand.second, errand.at, visit.left_at),
      ]);
    case "prospect": {
      const customer = { id: errand.customer_id, name: errand.name };
      return change(errand.visit_id, (visit) => [{ ...decided(visit), customer, is_stop: false }]);
    }
    default:
      return visits;
  }
}

function applyDecision(visit: VisitOut, { decision: said, customer_name }: Errand & { kind: "decision" }): VisitOut[] {
  if (said.decision === "deleted") return [];
  const customer = said.customer_id ? { id: said.customer_id, name: customer_name ?? "" } : visit.customer;
  const arrived_at = said.arrived_at ?? visit.arrived_at;
  return [{ ...decided(visit), customer, arrived_at, left_at: said.left_at ?? visit.left_at }];
}

/** A person's word ends every question about a visit. */
function decided(visit: VisitOut): VisitOut {
  return { ...visit, certainty: "confirmed", is_question: false, is_stop: false };
}

function spanning(visit: VisitOut, other: VisitOut): VisitOut {
  const [first, last] = visit.arrived_at <= other.arrived_at ? [visit, other] : [other, visit];
  const recording_ids = [...first.recording_ids, ...last.recording_ids];
  const { left_at, state } = last;
  return { ...decided(visit), arrived_at: first.arrived_at, left_at, state, recording_ids };
}

function part(visit: VisitOut, { id, customer }: VisitPart, arrived_at: string, left_at: string | null): VisitOut {
  return { ...decided(visit), id, customer, arrived_at, left_at, recording_ids: [] };
}

function missedVisit({ visit_id, visit, customer_name }: Errand & { kind: "missed_visit" }): VisitOut {
  return {
    id: visit_id,
    customer: { id: visit.customer_id, name: customer_name },
    arrived_at: visit.arrived_at,
    left_at: visit.left_at,
    state: "closed",
    certainty: "confirmed",
    is_question: false,
    is_stop: false,
    probability: 1,
    reasons: [],
    alternatives: [],
    recording_ids: [],
    origin: "person",
    flag: null,
  };
}

function setAttribute(fact: FactOut, change: EntryChange): FactOut {
  const before = fact.attributes.find((attribute) => attribute.name === change.attribute);
  if (!before) return fact;
  const after = { ...before, value: change.value ?? null };
  const attributes = fact.attributes.map((attribute) => (attribute === before ? after : attribute));
  return { ...fact, attributes, text: textAfter(fact.text, before, after), is_sure: true };
}

/**
 * The sentence of a fact is written by the server. Until its answer comes, the changed value is put where the old one
 * stood; where that cannot be told, the value is named behind the sentence.
 */
function textAfter(text: string, before: Attribute, after: Attribute): string {
  const old = shownValue(before);
  const parts = old === "" ? [] : text.split(old);
  if (parts.length === 2) return parts.join(shownValue(after));
  return `${text} (${after.label.toLowerCase()}: ${shownValue(after) || "none"})`;
}
