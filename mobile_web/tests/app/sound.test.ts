import { expect, it } from "vitest";
import type { Api } from "../../src/api/client";
import { fileNameOf, soundOf } from "../../src/app/sound";
import { keepRecording, makeShelf } from "../makers";

const api = { audio: async () => new Blob(["from the server"]) } as unknown as Api;

it("plays from this phone what still waits here, in order, and else what the server holds", async () => {
  const shelf = await makeShelf();
  await keepRecording(shelf, { id: "waits", chunk_count: 3 });
  await keepRecording(shelf, { id: "gone", chunk_count: 1 });
  await shelf.markSent("gone");
  expect([...new Uint8Array(await (await soundOf("waits", shelf, api)).arrayBuffer())]).toEqual([0, 1, 2]);
  expect(await (await soundOf("gone", shelf, api)).text()).toBe("from the server");
});

it("names a note that leaves the phone by its time and kind", () => {
  const at = new Date(2026, 10, 22, 15, 3).toISOString();
  expect(fileNameOf(at, "audio/webm;codecs=opus")).toBe("note-2026-11-22-1503.webm");
  expect(fileNameOf(at, "audio/mp4")).toBe("note-2026-11-22-1503.m4a");
});
