import type { PieceStore } from "./model_fetch";

/** Beside the app's own caches: an update of the app leaves it alone. The service worker reads the same name. */
export const HEARING_CACHE = "rounds-hearing";
const FOLDER = "/app/hearing/";
/** Where vosk-browser unpacks a model for the next start (a database of its own). */
const UNPACKED = "/vosk";

/** Pieces of a model on their way. */
export const pieces: PieceStore = {
  names: async () => {
    const kept = await (await caches.open(HEARING_CACHE)).keys();
    return kept.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(FOLDER)).map((path) => path.slice(FOLDER.length));
  },
  read: async (name) => (await (await caches.open(HEARING_CACHE)).match(FOLDER + name))?.arrayBuffer() ?? null,
  keep: async (name, body) => (await caches.open(HEARING_CACHE)).put(FOLDER + name, new Response(body)),
  forget: async (name) => void (await (await caches.open(HEARING_CACHE)).delete(FOLDER + name)),
};

/** The address under which the recogniser finds the packed model; the same each time, it names the unpacked one after it. */
export function modelAddress(sha256: string): string {
  return `${FOLDER}${sha256}.tar.gz`;
}

export async function keepPacked(sha256: string, packed: ArrayBuffer): Promise<void> {
  const headers = { "Content-Type": "application/gzip", "Content-Length": String(packed.byteLength) };
  await (await caches.open(HEARING_CACHE)).put(modelAddress(sha256), new Response(packed, { headers }));
}

/** The unpacked model is kept by the recogniser: the packed one would only take its space again. */
export async function dropPacked(sha256: string): Promise<void> {
  await (await caches.open(HEARING_CACHE)).delete(modelAddress(sha256));
}

/** Have the recogniser itself on the phone: it belongs to no version of the app, so it is fetched when it is not there. */
export async function keepRecogniser(address: string): Promise<void> {
  const cache = await caches.open(HEARING_CACHE);
  if (await cache.match(address)) return;
  const old = (await cache.keys()).filter(({ url }) => url.includes("/recogniser-"));
  await cache.add(new Request(address, { cache: "reload" }));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** Take everything away. Its worker must be closed before. */
export async function forgetModel(): Promise<void> {
  await caches.delete(HEARING_CACHE);
  await forgetUnpacked();
}

export function forgetUnpacked(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(UNPACKED);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
