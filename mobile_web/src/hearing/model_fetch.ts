/** What the server says about the model that a phone may keep. */
export interface ModelOffer {
  name: string;
  version: string;
  language: string;
  size_bytes: number;
  sha256: string;
  url: string;
  words_missing_note: string | null;
}

/** Small enough to come through within the time limit of one call on a bad line. */
export const PIECE_BYTES = 512 * 1024;

/** Where pieces lie between tries: a broken fetch goes on where it ended. */
export interface PieceStore {
  names: () => Promise<string[]>;
  read: (name: string) => Promise<ArrayBuffer | null>;
  keep: (name: string, body: ArrayBuffer) => Promise<void>;
  forget: (name: string) => Promise<void>;
}

export class ModelDamaged extends Error {
  constructor() {
    super("The speech model came damaged. Fetch it again.");
  }
}

/**
 * Fetch the model piece by piece, skipping those that are here, and check the whole by its SHA-256.
 * Pieces of another model are let go of; a whole that is wrong takes its pieces along. Throws ModelDamaged, or what
 * `fetchPiece` throws; then the pieces that came stay for the next try.
 */
export async function fetchModel(
  offer: ModelOffer,
  store: PieceStore,
  fetchPiece: (from: number, to: number) => Promise<ArrayBuffer>,
  onProgress: (part: number) => void,
): Promise<ArrayBuffer> {
  const held = await forgetOthers(offer, store);
  const count = Math.ceil(offer.size_bytes / PIECE_BYTES);
  for (let at = 0; at < count; at++) {
    onProgress(at / count);
    const name = nameOf(offer, at);
    if (held.has(name)) continue;
    const from = at * PIECE_BYTES;
    const to = Math.min(offer.size_bytes, from + PIECE_BYTES);
    const body = await fetchPiece(from, to);
    if (body.byteLength !== to - from) throw new ModelDamaged();
    await store.keep(name, body);
  }
  return join(offer, count, store);
}

/** Let go of all pieces: the model is whole, or nobody wants it any more. */
export async function forgetPieces(store: PieceStore): Promise<void> {
  for (const name of await store.names()) if (name.startsWith("piece-")) await store.forget(name);
}

async function forgetOthers(offer: ModelOffer, store: PieceStore): Promise<Set<string>> {
  const pieces = (await store.names()).filter((name) => name.startsWith("piece-"));
  const own = pieces.filter((name) => name.startsWith(`piece-${offer.sha256}-`));
  for (const name of pieces) if (!own.includes(name)) await store.forget(name);
  return new Set(own);
}

async function join(offer: ModelOffer, count: number, store: PieceStore): Promise<ArrayBuffer> {
  const whole = new Uint8Array(offer.size_bytes);
  for (let at = 0; at < count; at++) {
    const body = await store.read(nameOf(offer, at));
    if (body) whole.set(new Uint8Array(body), at * PIECE_BYTES);
  }
  if ((await sha256(whole)) === offer.sha256) return whole.buffer;
  await forgetPieces(store);
  throw new ModelDamaged();
}

function nameOf({ sha256 }: ModelOffer, at: number): string {
  return `piece-${sha256}-${at}`;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
