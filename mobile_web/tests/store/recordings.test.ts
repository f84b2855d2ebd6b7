import { beforeEach, expect, it, vi } from "vitest";
import { wipe } from "../../src/store/database";
import { RecordingShelf } from "../../src/store/recordings";
import { keepChunk, keepRecording, makeRecording, makeShelf } from "../makers";

let shelf: RecordingShelf;

beforeEach(async () => {
  shelf = await makeShelf();
});

/** A phone without any space left: the browser refuses every write. */
function fillTheDisk(): void {
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("no space", "QuotaExceededError");
  });
}

it("gives the parts back in their order, whatever order they were kept in", async () => {
  for (const number of [10, 2, 0, 1]) await keepChunk(shelf, "note", number);
  await keepChunk(shelf, "note-other", 0);
  expect((await shelf.chunks("note")).map((chunk) => chunk.number)).toEqual([0, 1, 2, 10]);
});

it("says that a part is on the disk only when it is", async () => {
  const chunk = { recording_id: "note", number: 0, body: new ArrayBuffer(1), is_sent: false };
  expect(await shelf.keepChunk(chunk)).toBe(true);
  fillTheDisk();
  expect(await shelf.keepChunk({ ...chunk, number: 1 })).toBe(false);
  expect(shelf.is_spilling).toBe(true);
});

it("holds in memory what a full disk refuses, in order with the rest", async () => {
  await keepRecording(shelf, { id: "note", chunk_count: 1 });
  fillTheDisk();
  await keepChunk(shelf, "note", 1);
  expect((await shelf.chunks("note")).map((chunk) => chunk.number)).toEqual([0, 1]);
});

it("begins and closes a note even when there is no space for its record", async () => {
  fillTheDisk();
  await shelf.save(makeRecording({ id: "note", stage: "recording" }));
  await shelf.change("note", { stage: "to_send" });
  expect(await shelf.list()).toMatchObject([{ id: "note", stage: "to_send" }]);
});

it("remembers on a full disk that a part was sent", async () => {
  await keepRecording(shelf, { id: "note", chunk_count: 1 });
  const [chunk] = await shelf.chunks("note");
  fillTheDisk();
  await shelf.markChunk(chunk!, true);
  expect(await shelf.chunks("note")).toMatchObject([{ number: 0, is_sent: true }]);
});

it("keeps another change to the same recording", async () => {
  await keepRecording(shelf, { id: "note" });
  await Promise.all([shelf.change("note", { is_announced: true }), shelf.change("note", { is_recovered: true })]);
  expect(await shelf.read("note")).toMatchObject({ is_announced: true, is_recovered: true });
});

it("forgets the records of notes sent long ago, and no unsent one", async () => {
  await keepRecording(shelf, { id: "old", stage: "sent", started_at: "2026-11-01T09:00:00.000Z" });
  await keepRecording(shelf, { id: "old-unsent", started_at: "2026-11-01T09:00:00.000Z" });
  await keepRecording(shelf, { id: "new", stage: "sent" });
  await shelf.forgetSentBefore("2026-11-15T00:00:00.000Z");
  expect((await shelf.list()).map(({ id }) => id)).toEqual(["old-unsent", "new"]);
});

it("leaves nothing behind when the phone is wiped", async () => {
  await keepRecording(shelf, { id: "note" });
  shelf.forgetMemory();
  await wipe(shelf.database);
  expect(await shelf.list()).toEqual([]);
  expect(await shelf.chunks("note")).toEqual([]);
});

it("knows what the server has without reading the sound again", async () => {
  const shelf = await makeShelf();
  await keepRecording(shelf, { id: "long", chunk_count: 3 });
  const [first] = await shelf.chunks("long");
  await shelf.markChunk(first!, true);
  expect([await shelf.numbers("long"), await shelf.unsent("long"), await shelf.countSent("long")]).toEqual([[0, 1, 2], [1, 2], 1]);
  await shelf.markChunk(first!, false);
  expect(await shelf.unsent("long")).toEqual([0, 1, 2]);
  const next_start = new RecordingShelf(shelf.database);
  await next_start.markChunk({ ...first!, number: 2 }, true);
  expect(await next_start.unsent("long")).toEqual([0, 1]);
});

it("sends the sound that is held in memory for want of space as well", async () => {
  const shelf = await makeShelf();
  await keepRecording(shelf, { id: "tight", chunk_count: 1 });
  vi.spyOn(shelf.database, "transaction").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await keepChunk(shelf, "tight", 1);
  expect(shelf.is_spilling).toBe(true);
  expect(await shelf.unsent("tight")).toEqual([0, 1]);
  expect((await shelf.chunk("tight", 1))?.body.byteLength).toBe(1);
});
