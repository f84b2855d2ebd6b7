import { expect, it } from "vitest";
import { keepShared } from "../../src/share/keep_shared";
import { PART_BYTES } from "../../src/share/shared_file";
import { makeShelf } from "../makers";

const NOW_MS = Date.parse("2026-11-22T16:00:00Z");

it("keeps each sound file as a recording that waits to be sent, byte for byte", async () => {
  const shelf = await makeShelf();
  const bytes = new Uint8Array(PART_BYTES + 10).fill(7);
  const memo = new File([bytes], "Memo.m4a", { type: "audio/mp4", lastModified: NOW_MS - 3_600_000 });
  const short = new File([new Uint8Array([1, 2])], "two.mp3", { type: "audio/mpeg" });
  const { kept, refused } = await keepShared(shelf.database, [memo, short], NOW_MS);
  expect([kept.length, refused]).toEqual([2, []]);
  const recording = await shelf.read(kept[0]!);
  expect(recording).toMatchObject({ stage: "to_send", chunk_count: 2, source: "share", source_name: "Memo.m4a", start_from: "file" });
  expect(recording?.started_at).toBe("2026-11-22T15:00:00.000Z");
  const sizes = (await shelf.chunks(kept[0]!)).map(({ body }) => body.byteLength);
  expect(sizes).toEqual([PART_BYTES, 10]);
});

it("keeps nothing of a file that is no recording, and names it", async () => {
  const shelf = await makeShelf();
  const offer = new File(["%PDF"], "offer.pdf", { type: "application/pdf" });
  const empty = new File([], "empty.mp3", { type: "audio/mpeg" });
  expect(await keepShared(shelf.database, [offer, empty], NOW_MS)).toEqual({ kept: [], refused: ["offer.pdf", "empty.mp3"] });
  expect(await shelf.list()).toEqual([]);
});
