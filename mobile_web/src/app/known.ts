import type { Named, Round, VisitOut } from "../api/contract";
import { customersAround } from "./around";

/** A list to tap on: who is further down is found by typing. */
const MOST = 40;

interface Here {
  lat: number;
  lon: number;
}

/** The customers that this phone can name without a network: those of the day and those thought of for it, then the round's, nearest first. */
export function knownCustomers(visits: VisitOut[], round: Round | null, here: Here | null, words: string): Named[] {
  const of_day = visits.flatMap(({ customer, alternatives }) => (customer ? [customer, ...alternatives] : alternatives));
  const of_round = round ? customersAround(round, here, false).map(({ customer }) => customer) : [];
  const known = new Map([...of_round, ...of_day].map(({ id, name }) => [id, { id, name }]));
  const ids = new Set([...of_day, ...of_round].map(({ id }) => id));
  const named = [...ids].map((id) => known.get(id)).filter((one) => one !== undefined);
  return named.filter(({ name }) => holds(name, words)).slice(0, MOST);
}

function holds(name: string, words: string): boolean {
  return simple(name).includes(simple(words));
}

/** Without case and accents, as names are typed in a hurry. */
function simple(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
