/** Puts a fetched card where it belongs: over its older self, or as a new one into the list. Focus is never taken. */

export type Placing = "on top" | "by time";

export function placeCard(
  recording_id: string,
  card: HTMLElement | null,
  list: HTMLElement | null,
  placing: Placing,
  onPlaced: (card: HTMLElement) => void,
): void {
  const old = document.getElementById(`note-${recording_id}`);
  if (!card) return old?.remove(); // it is about another customer now
  if (old && isInUse(old)) return waitUntilLeft(old, () => placeCard(recording_id, card, list, placing, onPlaced));
  if (old) replace(old, card);
  else if (list) insert(card, list, placing);
  else return;
  onPlaced(card);
  if (!old || old.classList.contains("note--coming")) announce(card.dataset.announce ?? "");
}

export function announce(words: string): void {
  const announcer = document.querySelector<HTMLElement>("[data-announcer]");
  if (announcer) announcer.textContent = words;
}

/** A card that somebody is in, or listens to, is replaced when they leave it. */
function isInUse(card: HTMLElement): boolean {
  return card.contains(document.activeElement) || card.querySelector(".is-playing, .is-heard") !== null;
}

function waitUntilLeft(card: HTMLElement, then: () => void): void {
  const look = () => (isInUse(card) && card.isConnected ? setTimeout(look, 500) : then());
  setTimeout(look, 500);
}

function replace(old: HTMLElement, card: HTMLElement): void {
  for (const kept of old.querySelectorAll<HTMLDetailsElement>("details[open][data-keep]")) {
    const same = card.querySelector<HTMLDetailsElement>(`details[data-keep="${kept.dataset.keep}"]`);
    if (same) same.open = true;
  }
  old.replaceWith(card);
}

function insert(card: HTMLElement, list: HTMLElement, placing: Placing): void {
  card.classList.add("is-new");
  const at = card.dataset.at ?? "";
  const rows = [...list.children] as HTMLElement[];
  const after = placing === "on top" ? rows[0] : rows.find((row) => timeOf(row) <= at);
  list.insertBefore(card, after ?? null);
}

function timeOf(row: HTMLElement): string {
  return row.dataset.at ?? row.querySelector("time")?.dateTime ?? "";
}
