import { beforeEach, describe, expect, it, vi } from "vitest";
import { type HearingPorts, NoteHearing } from "../../src/hearing/note_hearing";
import type { Ear } from "../../src/hearing/recogniser";

const PIECE = new Float32Array(3200);

/** The recogniser's worker as the note sees it: answers when told to. */
class Worker {
  ear!: Ear;
  unanswered = 0;
  heard = 0;
  begin(_rate_hz: number, ear: Ear): void {
    this.ear = ear;
  }
  hear(): void {
    this.unanswered += 1;
    this.heard += 1;
  }
  async end(): Promise<void> {
    this.ear.onUtterance({ text: "last words" });
  }
  answerAll(): void {
    while (this.unanswered > 0) {
      this.unanswered -= 1;
      this.ear.onWorked();
    }
  }
}

let worker: Worker;
let is_wanted: boolean;
let now_ms: number;
let gone: string[];
let opened: number;

function hearing(changes: Partial<HearingPorts> = {}): NoteHearing {
  return new NoteHearing({
    model: "small",
    sample_rate_hz: 16_000,
    open: async () => {
      opened += 1;
      return worker;
    },
    isWanted: () => is_wanted,
    onText: () => undefined,
    onSettled: () => undefined,
    onGone: (reason) => gone.push(reason),
    now_ms: () => now_ms,
    ...changes,
  });
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function speak(note: NoteHearing, pieces: number): void {
  for (let at = 0; at < pieces; at++) note.take(PIECE);
}

beforeEach(() => {
  worker = new Worker();
  is_wanted = true;
  now_ms = 0;
  gone = [];
  opened = 0;
});

describe("hearing a note on the phone", () => {
  it("does not open a model while the server tells the words", async () => {
    is_wanted = false;
    const note = hearing();
    speak(note, 100);
    await settle();
    expect(opened).toBe(0);
    expect(await note.finish()).toBeNull();
  });

  it("hears from before the moment in which the network went", async () => {
    is_wanted = false;
    const note = hearing();
    speak(note, 20);
    is_wanted = true;
    speak(note, 1);
    await settle();
    worker.answerAll();
    expect(worker.heard).toBe(21);
    expect((await note.finish())?.text).toBe("last words");
  });

  it("gives words their second also when the beginning was too long ago to be heard", async () => {
    is_wanted = false;
    const note = hearing();
    speak(note, 700);
    is_wanted = true;
    note.take(PIECE);
    await settle();
    worker.ear.onUtterance({ text: "milk", result: [{ word: "milk", start: 1, end: 2 }] });
    worker.answerAll();
    const words = await note.finish();
    expect(words?.words[0]?.from_s).toBeCloseTo(21, 0);
  });

  it("has only a few pieces in work at a time", async () => {
    const note = hearing();
    speak(note, 50);
    await settle();
    expect(worker.unanswered).toBe(10);
    worker.ear.onWorked();
    expect(worker.unanswered).toBe(10);
  });

  it("gives up on a worker that does not answer, once and with the words so far", async () => {
    const note = hearing();
    speak(note, 5);
    await settle();
    worker.ear.onUtterance({ text: "twelve cases" });
    now_ms = 16_000;
    speak(note, 5);
    expect(gone).toHaveLength(1);
    expect((await note.finish())?.text).toBe("twelve cases");
  });

  it("gives up on a phone that is too slow", async () => {
    const note = hearing();
    speak(note, 1);
    await settle();
    for (let at = 0; at < 1200; at++) {
      now_ms += 200;
      worker.ear.onPartial("");
      if (at % 10 === 0) {
        worker.unanswered -= 1;
        worker.ear.onWorked();
      }
      note.take(PIECE);
    }
    expect(gone[0]).toContain("too slow");
  });

  it("says so when the model does not open", async () => {
    const note = hearing({ open: () => Promise.reject(new Error("did not open in time")) });
    speak(note, 3);
    await settle();
    expect(gone).toEqual(["did not open in time"]);
    expect(await note.finish()).toBeNull();
  });

  it("settles words as they come, so that a phone that dies keeps them", async () => {
    const onSettled = vi.fn();
    const note = hearing({ onSettled });
    speak(note, 5);
    await settle();
    worker.ear.onUtterance({ text: "twelve cases" });
    expect(onSettled).toHaveBeenCalledWith({ text: "twelve cases", words: [], model: "small" });
  });
});
