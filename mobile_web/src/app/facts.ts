import type { EntryChange, FactOut } from "../api/contract";
import type { ErrandKind } from "../store/errands";
import { uuid7 } from "../store/uuid7";
import type { Card } from "./cards";

/** Which fact of which note a sheet is about; the fact itself is looked up anew, it may change meanwhile. */
export interface FactRef {
  recording_id: string;
  item_id: string;
}

/** The tap that keeps somebody introduced in a note as a contact, with what the card says of them. */
export function newContactOf(recording_id: string, entry_id: string, fact: FactOut): ErrandKind {
  const valueOf = (name: string): string => String(fact.attributes.find((one) => one.name === name)?.value ?? "");
  const said = {
    item_id: fact.item_id,
    name: valueOf("name") || fact.text,
    role: valueOf("role"),
    phone: valueOf("phone") || null,
    email: valueOf("email") || null,
  };
  return { kind: "new_contact", recording_id, entry_id, contact_id: uuid7(), said };
}

const LONGEST_SENT = 300;

/** What a correction is of, as it was seen: its id counts places, and a note that was heard again may have another fact there. */
export function seenAs({ kind, said, text }: FactOut): NonNullable<EntryChange["of"]> {
  return { kind, said: said.slice(0, LONGEST_SENT), text: text.slice(0, LONGEST_SENT) };
}

export function findFact(cards: Card[], ref: FactRef): FactOut | null {
  const card = cards.find((one) => one.id === ref.recording_id);
  return card?.entry?.facts.find((fact) => fact.item_id === ref.item_id) ?? null;
}
