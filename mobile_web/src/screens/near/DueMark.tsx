import type { RoundCustomer } from "../../api/contract";
import { dueWords } from "./due_words";

/** Who is due, in words first; the colour and the shape only say it again. */
export function DueMark({ customer, today }: { customer: RoundCustomer; today: string }) {
  const words = dueWords(customer, today);
  if (words === null) return null;
  return <span class={`due due-${customer.due}`}>{words}</span>;
}
