import type { OwnLanguage } from "../../api/contract";

/** "German", in the phone's own tongue; a tag that no browser can name stays as it is. */
export function languageName(tag: string, locale?: string): string {
  try {
    return new Intl.DisplayNames(locale ?? [], { type: "language", languageDisplay: "standard" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What may be chosen: the company's language, those that the server has a model for, and the one chosen already. */
export function languagesOffered(own: string | null, spoken: string[]): (string | null)[] {
  return [null, ...new Set([...spoken, ...(own === null ? [] : [own])].sort())];
}

/** How it stands, in a line. */
export function languageLine(own: OwnLanguage | null, chosen: string | null, locale?: string): string {
  const name = chosen === null ? "The company's language" : languageName(chosen, locale);
  if (own === null || own.language !== chosen) return name;
  return own.problem === null ? name : `${name}. ${own.problem}`;
}

/** What to know of the choice that counts, or null where all is well. */
export function languageHint(own: OwnLanguage): string | null {
  if (own.problem !== null) return own.problem;
  return own.is_understood ? null : "Notes in this language are kept as words. Facts are read from English only so far.";
}
