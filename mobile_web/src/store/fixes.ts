import type { FixIn } from "../api/contract";
import type { Database } from "./database";

export async function saveFix(database: Database, fix: FixIn): Promise<void> {
  await database.put("fixes", fix);
}

/** The oldest fixes first, at most as many as one request takes. */
export async function nextFixes(database: Database, count = 500): Promise<FixIn[]> {
  return database.getAll("fixes", null, count);
}

export async function listFixes(database: Database): Promise<FixIn[]> {
  return database.getAll("fixes");
}

export async function removeFixes(database: Database, fixes: FixIn[]): Promise<void> {
  const transaction = database.transaction("fixes", "readwrite");
  await Promise.all([...fixes.map((fix) => transaction.store.delete(fix.id)), transaction.done]);
}
