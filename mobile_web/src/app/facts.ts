import type { FactOut } from "../api/contract";
import type { Card } from "./cards";

/** Which fact of which note a sheet is about; the fact itself is looked up anew, it may change meanwhile. */
export interface FactRef {
  recording_id: string;
  item_id: string;
}

export function findFact(cards: Card[], ref: FactRef): FactOut | null {
  const card = cards.find((one) => one.id === ref.recording_id);
  return card?.entry?.facts.find((fact) => fact.item_id === ref.item_id) ?? null;
}
