/** The one file that opens IndexedDB. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { FixIn } from "../api/contract";
import type { KeptBrief } from "./briefs";
import type { Departures } from "./departures";
import type { Errand } from "./errands";
import type { Chunk, KeptRecording } from "./recordings";

const NAME = "rounds";
const VERSION = 2;

export interface Schema extends DBSchema {
  settings: { key: string; value: unknown };
  recordings: { key: string; value: KeptRecording };
  chunks: { key: [recording_id: string, number: number]; value: Chunk };
  fixes: { key: string; value: FixIn };
  errands: { key: string; value: Errand };
  briefs: { key: string; value: KeptBrief };
  departures: { key: string; value: Departures };
}

export type Database = IDBPDatabase<Schema>;

export function openDatabase(name = NAME): Promise<Database> {
  return openDB<Schema>(name, VERSION, {
    upgrade(database, version_before) {
      if (version_before < 1) makeFirstStores(database);
      if (version_before < 2) makeRoundStores(database);
    },
    // An older tab must not hold a newer one up.
    blocking: (_before, _after, event) => (event.target as IDBDatabase).close(),
  });
}

function makeFirstStores(database: Database): void {
  database.createObjectStore("settings");
  database.createObjectStore("recordings", { keyPath: "id" });
  database.createObjectStore("chunks", { keyPath: ["recording_id", "number"] });
  database.createObjectStore("fixes", { keyPath: "id" });
  database.createObjectStore("errands", { keyPath: "id" });
}

function makeRoundStores(database: Database): void {
  database.createObjectStore("briefs", { keyPath: "customer_id" });
  database.createObjectStore("departures", { keyPath: "on" });
}

/** Ask the browser to keep what is stored even when space runs short; a refusal is not an error. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

/** Bytes left for this app as the browser estimates them, or null where it does not say. */
export async function spaceLeft(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : quota - usage;
  } catch {
    return null;
  }
}

/** Forget everything that this phone holds: the pairing was revoked. */
export async function wipe(database: Database): Promise<void> {
  const stores = ["settings", "recordings", "chunks", "fixes", "errands", "briefs", "departures"] as const;
  const transaction = database.transaction(stores, "readwrite");
  await Promise.all(stores.map((store) => transaction.objectStore(store).clear()));
  await transaction.done;
}
