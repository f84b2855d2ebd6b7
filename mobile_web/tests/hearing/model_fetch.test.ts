import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { fetchModel, forgetPieces, ModelDamaged, type ModelOffer, PIECE_BYTES, type PieceStore } from "../../src/hearing/model_fetch";

const MODEL = new Uint8Array(PIECE_BYTES * 2 + 1000).map((_, at) => at % 251);
const OFFER: ModelOffer = {
  name: "small",
  version: "1",
  language: "en-us",
  size_bytes: MODEL.length,
  sha256: createHash("sha256").update(MODEL).digest("hex"),
  url: "/api/phone-model/x.tar.gz",
  words_missing_note: null,
};

let kept: Map<string, ArrayBuffer>;
let asked: number[];

const store: PieceStore = {
  names: async () => [...kept.keys()],
  read: async (name) => kept.get(name) ?? null,
  keep: async (name, body) => void kept.set(name, body),
  forget: async (name) => void kept.delete(name),
};

const fetchPiece = async (from: number, to: number): Promise<ArrayBuffer> => {
  asked.push(from / PIECE_BYTES);
  return MODEL.slice(from, to).buffer;
};

const breaksAt = (at: number) => async (from: number, to: number) => {
  if (from === at * PIECE_BYTES) throw new Error("no network");
  return fetchPiece(from, to);
};

beforeEach(() => {
  kept = new Map();
  asked = [];
});

describe("fetching the model", () => {
  it("brings the whole, byte for byte, and says how far it is", async () => {
    const parts: number[] = [];
    const whole = await fetchModel(OFFER, store, fetchPiece, (part) => parts.push(part));
    expect(Buffer.compare(Buffer.from(whole), Buffer.from(MODEL))).toBe(0);
    expect(parts).toEqual([0, 1 / 3, 2 / 3]);
  });

  it("goes on where the network broke off", async () => {
    await expect(fetchModel(OFFER, store, breaksAt(1), () => undefined)).rejects.toThrow("no network");
    await fetchModel(OFFER, store, fetchPiece, () => undefined);
    expect(asked).toEqual([0, 1, 2]);
  });

  it("refuses a damaged whole and begins anew the next time", async () => {
    const damaged = { ...OFFER, sha256: "0".repeat(64) };
    await expect(fetchModel(damaged, store, fetchPiece, () => undefined)).rejects.toThrow(ModelDamaged);
    expect(kept.size).toBe(0);
  });

  it("refuses a piece of the wrong size", async () => {
    const short = async () => new ArrayBuffer(10);
    await expect(fetchModel(OFFER, store, short, () => undefined)).rejects.toThrow(ModelDamaged);
  });

  it("lets go of the pieces of another model, and of nothing else", async () => {
    kept.set("piece-older-0", new ArrayBuffer(1));
    kept.set("older.tar.gz", new ArrayBuffer(1));
    await fetchModel(OFFER, store, fetchPiece, () => undefined);
    expect(kept.has("piece-older-0")).toBe(false);
    await forgetPieces(store);
    expect([...kept.keys()]).toEqual(["older.tar.gz"]);
  });
});
