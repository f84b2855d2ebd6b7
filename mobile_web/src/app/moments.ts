import type { VisitOut } from "../api/contract";
import type { Card } from "./cards";

/** One stop on the day's line: a visit with its notes, or a note that belongs to no visit (yet). */
export interface Moment {
  key: string;
  at: string;
  visit: VisitOut | null;
  cards: Card[];
}

/** The day, newest first. A note being recorded at this moment is not on it yet. */
export function momentsOf(visits: VisitOut[], cards: Card[]): Moment[] {
  const spoken = cards.filter((card) => card.state !== "recording");
  const placed = new Map(visits.map((visit) => [visit.id, notesOf(visit, spoken)]));
  const in_visits = new Set([...placed.values()].flat().map((card) => card.id));
  const moments: Moment[] = [
    ...visits.map((visit) => ({ key: visit.id, at: visit.arrived_at, visit, cards: placed.get(visit.id) ?? [] })),
    ...spoken
      .filter((card) => !in_visits.has(card.id))
      .map((card) => ({ key: card.id, at: card.started_at, visit: null, cards: [card] })),
  ];
  return moments.sort((one, other) => latestOf(other).localeCompare(latestOf(one)));
}

function notesOf(visit: VisitOut, cards: Card[]): Card[] {
  return cards.filter(
    (card) => card.visit_id === visit.id || visit.recording_ids.includes(card.id) || isSpokenIn(visit, card),
  );
}

/** Until the server says where a note belongs, one spoken during a visit is shown with it. */
function isSpokenIn(visit: VisitOut, card: Card): boolean {
  if (card.is_placed) return false;
  return card.started_at >= visit.arrived_at && (visit.left_at === null || card.started_at <= visit.left_at);
}

function latestOf(moment: Moment): string {
  return [moment.at, ...moment.cards.map((card) => card.started_at)].sort().at(-1) ?? moment.at;
}
