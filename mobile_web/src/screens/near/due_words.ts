import type { RoundCustomer } from "../../api/contract";

const DAY_MS = 24 * 3600 * 1000;

/** Whether somebody should go there, in words; null where no interval is agreed. `today` is a date on the company's clock. */
export function dueWords(customer: Pick<RoundCustomer, "due" | "due_on" | "last_visit_on">, today: string): string | null {
  if (customer.due === null) return null;
  if (customer.last_visit_on === null) return "Never visited";
  if (customer.due_on === null) return null;
  const days = daysBetween(today, customer.due_on);
  if (days < 0) return `Overdue by ${daysWords(-days)}`;
  return days === 0 ? "Due today" : `Due in ${daysWords(days)}`;
}

/** "today", "yesterday", "5 days ago". */
export function agoWords(on: string, today: string): string {
  const days = daysBetween(on, today);
  if (days <= 0) return "today";
  return days === 1 ? "yesterday" : `${daysWords(days)} ago`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function daysWords(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
