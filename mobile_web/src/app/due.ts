import type { Round, RoundCustomer } from "../api/contract";

/** The same as on the server: amber from four fifths of the interval on, red once it is over. */
const AMBER_FROM = 0.8;
const DAY_MS = 24 * 3600 * 1000;

/** The round as it stands on a day: a round kept from days ago has grown older without being told so. */
export function roundOn(round: Round, today_on: string): Round {
  return { ...round, customers: round.customers.map((customer) => ({ ...customer, due: dueOn(customer, today_on) })) };
}

/** Whether a customer is due on a day, from the dates alone; null where no interval is agreed. */
export function dueOn({ due_on, visit_interval_days: interval_days }: RoundCustomer, today_on: string): RoundCustomer["due"] {
  if (due_on === null || interval_days === null) return null;
  const left_days = Math.round((Date.parse(due_on) - Date.parse(today_on)) / DAY_MS);
  if (left_days < 0) return "red";
  return interval_days - left_days >= AMBER_FROM * interval_days ? "amber" : "green";
}
