import { describe, expect, it } from "vitest";
import { adviceWords, type Heard, NoteWatch } from "../../src/recorder/note_watch";

const SPEECH: Heard = { loudness_db: -20, peak: 0.4, is_muted: false };
const SILENCE: Heard = { loudness_db: -80, peak: 0.001, is_muted: false };
const SHOUT: Heard = { loudness_db: -2, peak: 1, is_muted: false };

describe("a note being watched", () => {
  it("says that it hears nothing only after some seconds", () => {
    const watch = new NoteWatch();
    expect(watch.look(SILENCE, 3).kind).toBe("fine");
    expect(watch.look(SILENCE, 5).kind).toBe("silent");
    expect(watch.look(SPEECH, 6).kind).toBe("fine");
    expect(watch.look(SILENCE, 17).kind).toBe("fine");
    expect(watch.look(SILENCE, 19).kind).toBe("silent");
  });

  it("says that it is too loud after the third clipped moment, and stops saying so", () => {
    const watch = new NoteWatch();
    expect([0.1, 0.2].map((at_s) => watch.look(SHOUT, at_s).kind)).toEqual(["fine", "fine"]);
    expect(watch.look(SHOUT, 0.3).kind).toBe("too_loud");
    expect(watch.look(SPEECH, 3).kind).toBe("too_loud");
    expect(watch.look(SPEECH, 5).kind).toBe("fine");
  });

  it("does not call a single knock too loud", () => {
    const watch = new NoteWatch();
    expect([1, 5, 9].map((at_s) => watch.look(SHOUT, at_s).kind)).toEqual(["fine", "fine", "fine"]);
  });

  it("counts down after a minute of silence and then ends", () => {
    const watch = new NoteWatch();
    watch.look(SPEECH, 10);
    expect(watch.look(SILENCE, 69).kind).toBe("silent");
    expect(watch.look(SILENCE, 71)).toEqual({ kind: "stopping", in_s: 14 });
    expect(watch.look(SILENCE, 84.9)).toEqual({ kind: "stopping", in_s: 1 });
    expect(watch.look(SILENCE, 85).kind).toBe("stop");
  });

  it("goes on when the stop is refused or somebody speaks", () => {
    const watch = new NoteWatch();
    expect(watch.look(SILENCE, 61).kind).toBe("stopping");
    watch.goOn(62);
    expect(watch.look(SILENCE, 100).kind).toBe("silent");
    expect(watch.look(SILENCE, 123).kind).toBe("stopping");
    expect(watch.look(SPEECH, 124).kind).toBe("fine");
  });

  it("does not take a call that holds the microphone for silence", () => {
    const watch = new NoteWatch();
    watch.look(SPEECH, 1);
    for (let at_s = 2; at_s < 200; at_s++) expect(watch.look({ ...SILENCE, is_muted: true }, at_s).kind).toBe("muted");
    expect(watch.look(SILENCE, 201).kind).toBe("silent");
  });

  it("says each thing in words", () => {
    expect(adviceWords({ kind: "too_loud" })).toContain("further away");
    expect(adviceWords({ kind: "silent" })).toContain("covered");
    expect(adviceWords({ kind: "fine" })).toBeNull();
  });
});
