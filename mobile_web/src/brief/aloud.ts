import type { Brief } from "../api/contract";

/** About twenty seconds of speech at the pace of a calm voice. */
const MOST_WORDS = 50;

/** The brief in twenty seconds: what must not be forgotten first, whole sentences only. */
export function briefAloud(brief: Brief): string {
  const overdue = brief.promises.filter(({ is_overdue }) => is_overdue);
  const open = brief.promises.filter(({ is_overdue }) => !is_overdue);
  const person = brief.people.find(({ has_left }) => !has_left);
  const sentences = [
    `${brief.customer.name}.`,
    ...overdue.slice(0, 2).map(({ text }) => sentence(`Overdue promise: ${text}`)),
    ...(brief.signals ?? []).slice(0, 1).map(sentence),
    ...brief.complaints.slice(0, 1).map(({ text }) => sentence(`Complaint: ${text}`)),
    ...(brief.question ? [sentence(`Ask: ${brief.question.text}`)] : []),
    ...(person ? [sentence(`You meet ${person.name}${person.role && `, ${person.role}`}`)] : []),
    ...open.slice(0, 1).map(({ text }) => sentence(`Promised: ${text}`)),
    ...brief.notes.slice(0, 1).map(({ summary }) => sentence(`Last time: ${summary}`)),
  ];
  return withinWords(sentences.length > 1 ? sentences : [...sentences, "Nothing is known yet."]);
}

/** The first sentence always; a later one only where it still fits whole. */
function withinWords(sentences: string[]): string {
  let left = MOST_WORDS;
  const said = sentences.filter((one, at) => {
    const words = one.split(/\s+/).length;
    if (at > 0 && words > left) return false;
    left -= words;
    return true;
  });
  return said.join(" ");
}

function sentence(text: string): string {
  const tidy = text.trim();
  return /[.?!]$/.test(tidy) ? tidy : `${tidy}.`;
}
