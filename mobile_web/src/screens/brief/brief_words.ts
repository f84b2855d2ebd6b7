import type { Brief, Promised } from "../../api/contract";
import { dayName } from "../../time/format";
import { ageWords } from "../sources/live_words";

/** Promises in the order in which they press: overdue first, then by date, those without one last. */
export function promisesInOrder(promises: Promised[]): Promised[] {
  const key = (one: Promised): string => `${one.is_overdue ? 0 : 1}${one.due_on ?? "9999"}`;
  return [...promises].sort((one, other) => key(one).localeCompare(key(other)));
}

/** Whose a promise is and by when: "By March 13 · you". */
export function promiseLine({ is_overdue, due_on, owner }: Promised, locale?: string): string {
  const due = is_overdue ? `Overdue, was due ${dayOf(due_on, locale)}` : due_on && `By ${dayOf(due_on, locale)}`;
  return [due, owner].filter(Boolean).join(" · ");
}

function dayOf(on: string | null, locale?: string): string {
  return on === null ? "before" : dayName(`${on}T12:00:00Z`, "UTC", locale);
}

/** How old a brief is: "Checked 5 min ago", "Just checked". */
export function checkedWords(checked_at: string, now_ms: number): string {
  const age_s = (now_ms - Date.parse(checked_at)) / 1000;
  return age_s < 60 ? "Just checked with the server" : `As the server knew it ${ageWords(age_s)} ago`;
}

/** Whether there is anything to read. */
export function isEmpty(brief: Brief): boolean {
  const { notes, promises, complaints, people, preferences, question } = brief;
  const lists = [notes, promises, complaints, people, preferences, brief.facts ?? []];
  return lists.every((list) => list.length === 0) && question === null;
}

/** Wishes that stand in no known fact: the briefs of an older server have them alone. */
export function otherWishes(brief: Brief): string[] {
  const known = (brief.facts ?? []).map(({ text }) => text);
  return brief.preferences.filter((wish) => !known.some((text) => text.includes(wish)));
}

/** What a tap says that is on its way. */
export function tapLine(what: string, is_online: boolean): string {
  return is_online ? what : `${what}. The server learns of it when there is a network`;
}

/** Who deals with a complaint; a brief kept from an older server does not say. */
export function withWhom(routed_to: string | undefined): string {
  return routed_to ? `with ${routed_to}` : "";
}

/** A number as a phone dials it: what is not a digit only helps the eye. */
export function dialled(phone: string): string {
  return `tel:${phone.replace(/(?!^\+)[^\d]/g, "")}`;
}
