import type { LocationChoice, Me, Notice, OwnLanguage, Pairing, Round, Today } from "../api/contract";
import type { ModelOffer } from "../hearing/model_fetch";
import type { Database } from "./database";

/** What the phone remembers besides what is waiting to be sent: the pairing, and the last answers for showing offline. */
interface Settings {
  pairing: Pairing;
  me: Me;
  today: Today;
  has_asked: boolean;
  is_reminder_declined: boolean;
  location_choice: LocationChoice;
  language: { own: OwnLanguage; spoken: string[] };
  round: { tag: string | null; answer: Round; checked_at: string };
  kept_model: ModelOffer & { falls: number };
  notices: { notices: Notice[]; checked_at: string };
  briefs_told: { tag: string | null; customer_ids: string[] };
}

export async function readSetting<K extends keyof Settings>(database: Database, name: K): Promise<Settings[K] | null> {
  return ((await database.get("settings", name)) as Settings[K] | undefined) ?? null;
}

export async function saveSetting<K extends keyof Settings>(
  database: Database,
  name: K,
  value: Settings[K],
): Promise<void> {
  await database.put("settings", value, name);
}

export async function removeSetting(database: Database, name: keyof Settings): Promise<void> {
  await database.delete("settings", name);
}
