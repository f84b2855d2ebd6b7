import type { Attribute, EntryChange, EntryOut, FactOut, RecordingOut, VisitOut } from "../api/contract";
import type { Errand } from "../store/errands";

/** A note's entry as it will be when the waiting taps have arrived. */
export function withErrands(entry: EntryOut, errands: Errand[]): EntryOut {
  return errands.reduce(applyToEntry, entry);
}

/** A visit as it will be when the waiting taps have arrived; null when the rep said that there was none. */
export function visitWithErrands(visit: VisitOut, errands: Errand[]): VisitOut | null {
  let shown: VisitOut | null = visit;
  for (const errand of errands) {
    if (errand.kind === "decision" && errand.visit_id === visit.id && shown) shown = applyDecision(shown, errand);
  }
  return shown;
}

/** A note with the customer that the rep chose for it. */
export function recordingWithErrands(recording: RecordingOut, errands: Errand[]): RecordingOut {
  const choice = errands.findLast((errand) => errand.kind === "customer" && errand.recording_id === recording.id);
  if (choice?.kind !== "customer") return recording;
  const customer = { id: choice.customer_id, name: choice.customer_name };
  return { ...recording, customer, customer_source: "person" };
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
  if (errand.kind === "confirmation" && errand.entry_id === entry.id) return { ...entry, state: "confirmed" };
  return entry;
}

function applyDecision(visit: VisitOut, errand: Errand & { kind: "decision" }): VisitOut | null {
  const { decision, customer_id } = errand.decision;
  if (decision === "deleted") return null;
  const customer = customer_id ? { id: customer_id, name: errand.customer_name ?? "" } : visit.customer;
  return { ...visit, customer, certainty: "confirmed" };
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
