import type { Brief } from "../api/contract";
import type { Database } from "./database";

/** A brief as it was last told, and when the server last said that it still holds. */
export interface KeptBrief {
  customer_id: string;
  brief: Brief;
  checked_at: string;
}

/** Enough for a rep's round; the oldest go first. */
const MOST_KEPT = 400;

export async function listBriefs(database: Database): Promise<KeptBrief[]> {
  return database.getAll("briefs");
}

export async function saveBriefs(database: Database, briefs: Brief[], checked_at: string): Promise<void> {
  const transaction = database.transaction("briefs", "readwrite");
  const puts = briefs.map((brief) => transaction.store.put({ customer_id: brief.customer.id, brief, checked_at }));
  await Promise.all([...puts, transaction.done]);
}

/** Keep the phone small: forget what was told longest ago. */
export async function forgetOldBriefs(database: Database, most = MOST_KEPT): Promise<void> {
  const kept = await listBriefs(database);
  const old = kept.sort((one, other) => other.checked_at.localeCompare(one.checked_at)).slice(most);
  await Promise.all(old.map(({ customer_id }) => database.delete("briefs", customer_id)));
}
