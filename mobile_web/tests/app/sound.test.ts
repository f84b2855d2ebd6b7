import { expect, it } from "vitest";
import type { Api } from "../../src/api/client";
import { fileNameOf, forgetOldSound, soundHeldHere, soundOf } from "../../src/app/sound";
import { keepRecording, makeAnswer, makeShelf } from "../makers";

const api = { audio: async () => new Blob(["from the server"]) } as unknown as Api;

it("plays from this phone what still waits here, in order, and else what the server holds", async () => {
  const shelf = await makeShelf();
  await keepRecording(shelf, { id: "waits", chunk_count: 3 });
  await keepRecording(shelf, { id: "gone", chunk_count: 1 });
  await shelf.markSent("gone");
  await shelf.forgetSound("gone");
  expect([...new Uint8Array(await (await soundOf("waits", shelf, api)).arrayBuffer())]).toEqual([0, 1, 2]);
  expect(await (await soundOf("gone", shelf, api)).text()).toBe("from the server");
});

it("names a note that leaves the phone by its time and kind", () => {
  const at = new Date(2026, 10, 22, 15, 3).toISOString();
  expect(fileNameOf(at, "audio/webm;codecs=opus")).toBe("note-2026-11-22-1503.webm");
  expect(fileNameOf(at, "audio/mp4")).toBe("note-2026-11-22-1503.m4a");
});

async function heldAfter(ids: string[], answers: ReturnType<typeof makeAnswer>[], now: string): Promise<string[]> {
  const shelf = await makeShelf();
  for (const id of ids) {
    await keepRecording(shelf, { id, chunk_count: 1, started_at: "2026-11-22T15:00:00.000Z" });
    await shelf.markSent(id);
  }
  await keepRecording(shelf, { id: "unsent", chunk_count: 1, started_at: "2026-11-01T15:00:00.000Z" });
  await forgetOldSound(shelf, answers, Date.parse(now));
  const held = await Promise.all([...ids, "unsent"].map(async (id) => ((await soundHeldHere(id, shelf)) ? [id] : [])));
  return held.flat();
}

it("keeps the sound of a sent note for being heard without a network, until the next day is over", async () => {
  expect(await heldAfter(["one"], [makeAnswer({ id: "one", silenced: [] })], "2026-11-23T10:00:00Z")).toEqual(["one", "unsent"]);
  expect(await heldAfter(["one"], [], "2026-11-24T10:00:00Z")).toEqual(["unsent"]);
});

it("lets go at once of a sound in which the server silenced something", async () => {
  const silenced = [{ from_s: 1, to_s: 2, kind: "card" }];
  const answers = [makeAnswer({ id: "one", silenced }), makeAnswer({ id: "two", silenced: [] })];
  expect(await heldAfter(["one", "two"], answers, "2026-11-22T15:10:00Z")).toEqual(["two", "unsent"]);
});
