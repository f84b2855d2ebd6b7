import { describe, expect, it } from "vitest";
import { PART_BYTES, partsOf, sharedWords, soundTypeOf, startOf } from "../../src/share/shared_file";

describe("what is shared", () => {
  it.each([
    ["Memo 3.m4a", "audio/x-m4a", "audio/x-m4a"],
    ["call.amr", "", "audio/amr"],
    ["voice.opus", "application/octet-stream", "audio/ogg"],
    ["note.3gp", "video/3gpp", "video/3gpp"],
    ["note.wav", "audio/x-wav", "audio/x-wav"],
    ["note.mp3", "audio/something-new", "audio/mpeg"],
    ["note.mp3", "AUDIO/MPEG; rate=44100", "audio/mpeg"],
  ])("is heard: %s of type %s", (name, type, expected) => {
    expect(soundTypeOf(name, type)).toBe(expected);
  });

  it.each([
    ["offer.pdf", "application/pdf"],
    ["photo.jpg", "image/jpeg"],
    ["song.mp3", "text/html"],
    ["what", ""],
  ])("is no recording: %s of type %s", (name, type) => {
    expect(soundTypeOf(name, type)).toBeNull();
  });

  it("is cut into parts that join to the whole", () => {
    expect(partsOf(PART_BYTES + 1)).toEqual([[0, PART_BYTES], [PART_BYTES, PART_BYTES + 1]]);
    expect(partsOf(PART_BYTES)).toHaveLength(1);
    expect(partsOf(0)).toEqual([]);
  });

  it.each(["Recording_20261122_150312.m4a", "2026-11-22 15.03.12.wav", "AUDIO-2026-11-22-15-03-12.opus", "REC20261122150312.mp3"])(
    "began when its name says: %s",
    (name) => {
      const now_ms = new Date(2026, 10, 22, 16).getTime();
      expect(startOf(name, 0, now_ms)).toEqual({ started_at: new Date(2026, 10, 22, 15, 3, 12).toISOString(), from: "name" });
    },
  );

  it("began at the file's time, or when it was shared, where the name says nothing that can be", () => {
    const now_ms = Date.parse("2026-11-22T16:00:00Z");
    const hour_ago_ms = Date.parse("2026-11-22T15:00:00Z");
    expect(startOf("Memo 3.m4a", hour_ago_ms, now_ms)).toEqual({ started_at: "2026-11-22T15:00:00.000Z", from: "file" });
    expect(startOf("20991122_150312.m4a", 0, now_ms)).toEqual({ started_at: "2026-11-22T16:00:00.000Z", from: "sharing" });
    expect(startOf("20261399_259999.m4a", now_ms + 9_000, now_ms).from).toBe("sharing");
  });

  it("is answered kindly, also when it is the wrong kind", () => {
    expect(sharedWords(1, [])).toBe("1 recording is kept and goes up by itself.");
    expect(sharedWords(2, ["offer.pdf"])).toContain("Not a recording: offer.pdf. Share sound files");
    expect(sharedWords(0, [])).toContain("Nothing was shared");
  });
});
