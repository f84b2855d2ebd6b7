import { beforeEach, expect, it } from "vitest";
import { closeRecording, recoverRecordings } from "../../src/outbox/closing";
import type { RecordingShelf } from "../../src/store/recordings";
import { keepChunk, keepRecording, makeRecording, makeShelf } from "../makers";

let shelf: RecordingShelf;

beforeEach(async () => {
  shelf = await makeShelf();
});

const nobodyIsLive = async (): Promise<boolean> => false;

it("closes a recording that a crash cut off with the parts that are there", async () => {
  await keepRecording(shelf, { id: "cut", stage: "recording", ended_at: null, chunk_count: 4 });
  const recovered = await recoverRecordings(shelf, nobodyIsLive);
  expect(recovered.map(({ id }) => id)).toEqual(["cut"]);
  expect(await shelf.read("cut")).toMatchObject({
    stage: "to_send",
    chunk_count: 4,
    is_recovered: true,
    ended_at: "2026-11-22T15:00:04.080Z",
  });
});

it("leaves alone what another tab is recording at this moment", async () => {
  await keepRecording(shelf, { id: "live", stage: "recording" });
  await recoverRecordings(shelf, async (id) => id === "live");
  expect((await shelf.read("live"))?.stage).toBe("recording");
});

it("leaves alone what is closed or sent already", async () => {
  await keepRecording(shelf, { id: "closed", stage: "to_send" });
  await keepRecording(shelf, { id: "done", stage: "sent" });
  expect(await recoverRecordings(shelf, nobodyIsLive)).toEqual([]);
});

it("puts an empty part where one was never kept, so that the rest can be heard", async () => {
  await shelf.save(makeRecording({ id: "gap", stage: "recording" }));
  await keepChunk(shelf, "gap", 0);
  await keepChunk(shelf, "gap", 2);
  await closeRecording(shelf, "gap", null);
  const chunks = await shelf.chunks("gap");
  expect(chunks.map(({ number, body }) => [number, body.byteLength])).toEqual([[0, 1], [1, 0], [2, 1]]);
});

it("takes away a recording in which nothing was recorded and of which the server never heard", async () => {
  await shelf.save(makeRecording({ id: "empty", stage: "recording", chunk_count: 0 }));
  expect(await closeRecording(shelf, "empty", null)).toBeNull();
  expect(await shelf.list()).toEqual([]);
});

it("completes an empty recording of which the server has heard", async () => {
  await shelf.save(makeRecording({ id: "empty", stage: "recording", chunk_count: 0, is_announced: true }));
  const closed = await closeRecording(shelf, "empty", "2026-11-22T15:00:01.000Z");
  expect(closed).toMatchObject({ stage: "to_send", chunk_count: 1, ended_at: "2026-11-22T15:00:01.000Z" });
});
