import type { Brief, EntryOut, FactOut, LocationChoice, Notice, RecordingOut, RoundCustomer, Shift, VisitOut } from "../src/api/contract";
import { openDatabase } from "../src/store/database";
import type { ErrandKind } from "../src/store/errands";
import { newErrand } from "../src/store/errands";
import { type KeptRecording, RecordingShelf } from "../src/store/recordings";

let count = 0;

/** A shelf on a database of its own, so that tests do not see each other's notes. */
export async function makeShelf(): Promise<RecordingShelf> {
  return new RecordingShelf(await openDatabase(`test-${count++}`));
}

export function makeRecording(fields: Partial<KeptRecording> = {}): KeptRecording {
  return {
    id: `note-${count++}`,
    mime_type: "audio/webm;codecs=opus",
    started_at: "2026-11-22T15:00:00.000Z",
    ended_at: "2026-11-22T15:00:03.000Z",
    visit_id: null,
    position: null,
    stage: "to_send",
    chunk_count: 3,
    is_announced: false,
    is_recovered: false,
    problem: null,
    ...fields,
  };
}

/** A recording with as many chunks as it says, each holding its own number. */
export async function keepRecording(shelf: RecordingShelf, fields: Partial<KeptRecording> = {}): Promise<KeptRecording> {
  const recording = makeRecording(fields);
  await shelf.save(recording);
  for (let number = 0; number < recording.chunk_count; number++) await keepChunk(shelf, recording.id, number);
  return recording;
}

export async function keepChunk(shelf: RecordingShelf, recording_id: string, number: number): Promise<void> {
  await shelf.keepChunk({ recording_id, number, body: new Uint8Array([number]).buffer, is_sent: false });
}

export function makeErrand(kind: ErrandKind, held_until: string | null = null) {
  return newErrand(kind, held_until);
}

export function makeFact(fields: Partial<FactOut> = {}): FactOut {
  return {
    item_id: "order",
    kind: "product",
    label: "Order",
    text: "12 cases Barista Oat Milk, $31.50 a case",
    said: "twelve cases of oat milk",
    is_sure: false,
    from_s: 1,
    to_s: 2,
    set_by_person: false,
    is_offered: false,
    attributes: [
      { name: "quantity", label: "Quantity", type: "number", value: 12, choices: [] },
      { name: "price", label: "Price", type: "money", value: 31.5, choices: [] },
    ],
    ...fields,
  };
}

export function makeEntry(fields: Partial<EntryOut> = {}): EntryOut {
  return {
    id: "entry",
    recording_id: "note",
    version: 1,
    state: "to_check",
    made_by: "engine",
    made_at: "2026-11-22T15:01:00Z",
    summary: "",
    sentences: [],
    outcome: null,
    sentiment: null,
    problem: null,
    lost: [],
    facts: [makeFact()],
    ...fields,
  };
}

export function makeAnswer(fields: Partial<RecordingOut> = {}): RecordingOut {
  return {
    id: "note",
    state: "ready",
    problem: null,
    started_at: "2026-11-22T15:00:00.000Z",
    seconds: 3,
    visit_id: null,
    customer: null,
    customer_source: null,
    transcript: null,
    live_text: "",
    is_private: false,
    started_from: null,
    source: "phone",
    source_name: null,
    language: null,
    model: null,
    silenced: null,
    has_sound: true,
    entry: null,
    ...fields,
  };
}

export function makeVisit(fields: Partial<VisitOut> = {}): VisitOut {
  return {
    id: "visit",
    customer: { id: "C001", name: "The Copper Kettle" },
    arrived_at: "2026-11-22T14:30:00.000Z",
    left_at: "2026-11-22T15:10:00.000Z",
    state: "closed",
    certainty: "probably",
    probability: 0.7,
    reasons: [],
    alternatives: [],
    is_question: true,
    is_stop: false,
    recording_ids: [],
    origin: "engine",
    flag: null,
    ...fields,
  };
}

/** A choice in which positions are taken at any time. */
export function makeChoice(fields: Partial<LocationChoice> = {}): LocationChoice {
  const always: Shift = { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "24:00" };
  return { mode: "visits", hours: null, company_hours: [always], pause: null, places: [], ...fields };
}

export function makeRoundCustomer(fields: Partial<RoundCustomer> = {}): RoundCustomer {
  return {
    id: "C001",
    name: "The Copper Kettle",
    kind: "cafe",
    street: "1 Main St",
    city: "Chicago",
    lat: 41.88,
    lon: -87.65,
    is_mine: true,
    is_prospect: false,
    visit_interval_days: 30,
    last_visit_on: "2026-03-01",
    due_on: "2026-03-31",
    due: "green",
    ...fields,
  };
}

export function makeNotice(fields: Partial<Notice> = {}): Notice {
  return {
    id: "notice",
    reason: "mention",
    head: "Tom Becker mentioned you about Bellavista Bistro",
    words: "did the broken cases go back?",
    customer: "Bellavista Bistro",
    customer_id: "cafe",
    recording_id: "note",
    handover_id: null,
    action_id: null,
    is_to_take: false,
    at: "2026-11-22T15:00:00Z",
    is_read: false,
    ...fields,
  };
}

export function makeBrief(fields: Partial<Brief> = {}): Brief {
  return {
    customer: { id: "C001", name: "The Copper Kettle" },
    people: [],
    notes: [],
    promises: [],
    complaints: [],
    signals: [],
    facts: [],
    preferences: [],
    question: null,
    last_visit: null,
    is_followed: false,
    made_at: "2026-03-10T15:00:00Z",
    ...fields,
  };
}
