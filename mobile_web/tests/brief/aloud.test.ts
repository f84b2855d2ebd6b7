import { expect, it } from "vitest";
import { briefAloud } from "../../src/brief/aloud";
import { pickVoice } from "../../src/brief/voice";
import { makeBrief } from "../makers";

const overdue = { id: "a1", text: "call the chef", due_on: "2026-11-20", owner: "you", is_overdue: true, may_close: true };
const maria = { name: "Maria", role: "chef", phone: "+1 312 555 0100", has_left: false };
const open = { id: "a2", text: "send the price list", due_on: "2026-11-30", owner: "you", is_overdue: false, may_close: true };

it("says what must not be forgotten first", () => {
  const brief = makeBrief({ people: [maria], promises: [open, overdue], question: { id: "q", text: "Who decides on coffee?", kind: "yes_no", why: "", options: [] } });
  expect(briefAloud(brief)).toBe(
    "The Copper Kettle. Overdue promise: call the chef. Ask: Who decides on coffee? You meet Maria, chef. Promised: send the price list.",
  );
});

it("takes about twenty seconds however much is known, and ends in a whole sentence", () => {
  const long = "word ".repeat(30).trim();
  const notes = [{ entry_id: "e", recording_id: "r", spoken_at: "2026-11-20T12:00:00Z", by: "Ana", summary: long, sentences: [] }];
  const said = briefAloud(makeBrief({ complaints: [{ id: "c", text: long, said_at: "2026-11-20T12:00:00Z", routed_to: "support", may_close: true }], notes }));
  expect(said.split(/\s+/).length).toBeLessThanOrEqual(50);
  expect(said.endsWith(".")).toBe(true);
});

it("says what comes back before the complaint itself", () => {
  const complaints = [{ id: "c", text: "truck late", said_at: "2026-11-20T12:00:00Z", routed_to: "support", may_close: true }];
  const brief = makeBrief({ complaints, signals: ["third late delivery in 60 days"] });
  expect(briefAloud(brief)).toBe("The Copper Kettle. third late delivery in 60 days. Complaint: truck late.");
});

it("says plainly that nothing is known", () => {
  expect(briefAloud(makeBrief())).toBe("The Copper Kettle. Nothing is known yet.");
});

it("reads aloud only with a voice that lives on the phone", () => {
  const voice = (name: string, localService: boolean, lang = "en-US") => ({ name, localService, lang, default: false }) as SpeechSynthesisVoice;
  expect(pickVoice([voice("cloud", false), voice("own", true)])?.name).toBe("own");
  expect(pickVoice([voice("cloud", false), voice("fremd", true, "de-DE")])).toBeNull();
});
