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

  it("began at the file's time, unless that cannot be", () => {
    const now_ms = Date.parse("2026-11-22T16:00:00Z");
    expect(startOf(Date.parse("2026-11-22T15:00:00Z"), now_ms).started_at).toBe("2026-11-22T15:00:00.000Z");
    expect(startOf(Date.parse("2027-01-01T00:00:00Z"), now_ms).started_at).toBe("2026-11-22T16:00:00.000Z");
    expect(startOf(0, now_ms).started_at).toBe("2026-11-22T16:00:00.000Z");
  });

  it("is answered kindly, also when it is the wrong kind", () => {
    expect(sharedWords(1, [])).toBe("1 recording is kept and goes up by itself.");
    expect(sharedWords(2, ["offer.pdf"])).toContain("Not a recording: offer.pdf. Share sound files");
    expect(sharedWords(0, [])).toContain("Nothing was shared");
  });
});
