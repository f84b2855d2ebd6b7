import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Outbox, type OutboxEvent } from "../../src/outbox/outbox";
import { listErrands, saveErrand } from "../../src/store/errands";
import { saveFix } from "../../src/store/fixes";
import type { RecordingShelf } from "../../src/store/recordings";
import { FakeServer } from "../fake_server";
import { keepChunk, keepRecording, makeErrand, makeShelf } from "../makers";

let shelf: RecordingShelf;
let server: FakeServer;
let outbox: Outbox;
let events: OutboxEvent[];
let now_ms: number;
let may_tell: boolean;

beforeEach(async () => {
  shelf = await makeShelf();
  server = new FakeServer();
  events = [];
  now_ms = 1_000_000;
  may_tell = true;
  outbox = makeOutbox();
});

afterEach(() => outbox.stop());

function makeOutbox(alone: <T>(work: () => Promise<T>) => Promise<T> = (work) => work()): Outbox {
  return new Outbox({
    api: server.api,
    database: shelf.database,
    shelf,
    mayTellPositions: () => may_tell,
    mayTellPlace: () => may_tell,
    tell: (event) => events.push(event),
    alone,
    now_ms: () => now_ms,
    today_on: () => "2026-11-22",
    random: () => 1,
  });
}

async function pass(): Promise<void> {
  outbox.wake();
  await outbox.settled();
}

describe("sending a note", () => {
  it("announces it, sends its parts in order, completes it, and only then may the sound go", async () => {
    const { id } = await keepRecording(shelf, { id: "one" });
    await pass();
    expect(server.calls).toEqual(["announce one", "chunk one 0", "chunk one 1", "chunk one 2", "complete one"]);
    expect((await shelf.read(id))?.stage).toBe("sent");
    expect(await shelf.forgetSentSound()).toBe(1);
    expect(await shelf.chunks(id)).toEqual([]);
  });

  it("says with the announcement that a note is private, so that nobody sees a word of it", async () => {
    await keepRecording(shelf, { id: "one", is_private: true });
    await pass();
    expect(server.held.get("one")?.announced.is_private).toBe(true);
  });

  it("sends the oldest note first", async () => {
    await keepRecording(shelf, { id: "later", started_at: "2026-11-22T16:00:00.000Z", chunk_count: 1 });
    await keepRecording(shelf, { id: "earlier", started_at: "2026-11-22T09:00:00.000Z", chunk_count: 1 });
    await pass();
    expect(server.calls.filter((call) => call.startsWith("complete"))).toEqual(["complete earlier", "complete later"]);
  });

  it("sends the parts of a note that is still being spoken, and does not complete it", async () => {
    await keepRecording(shelf, { id: "live", stage: "recording", chunk_count: 2 });
    await pass();
    await keepChunk(shelf, "live", 2);
    await pass();
    expect(server.soundOf("live")).toEqual([0, 1, 2]);
    expect(server.calls).not.toContain("complete live");
    expect(events).toContainEqual({ kind: "live", recording_id: "live", text: "words up to 2" });
  });

  it("sends again what the server says it misses", async () => {
    await keepRecording(shelf, { id: "one" });
    server.forgets.add(1);
    await pass();
    expect(server.calls.filter((call) => call === "chunk one 1")).toHaveLength(2);
    expect(server.soundOf("one")).toEqual([0, 1, 2]);
    expect((await shelf.read("one"))?.stage).toBe("sent");
  });

  it("does not send twice what a broken connection had already acknowledged", async () => {
    await keepRecording(shelf, { id: "one" });
    server.drops_answers_of = "chunk one 1";
    await pass();
    outbox.retry();
    await outbox.settled();
    expect(server.calls.filter((call) => call === "chunk one 0")).toHaveLength(1);
    expect(server.soundOf("one")).toEqual([0, 1, 2]);
  });

  it("goes on where it was after the app was closed and opened", async () => {
    await keepRecording(shelf, { id: "one" });
    server.refusals.set("chunk one 2", { status: 500, times: 1 });
    await pass();
    outbox.stop();
    outbox = makeOutbox();
    await pass();
    expect(server.calls.filter((call) => call === "chunk one 0")).toHaveLength(1);
    expect((await shelf.read("one"))?.stage).toBe("sent");
  });
});

describe("failing", () => {
  it("keeps everything while the server is out of reach, and waits before it tries again", async () => {
    await keepRecording(shelf, { id: "one" });
    server.is_down = true;
    await pass();
    server.is_down = false;
    await pass();
    expect(server.calls).toEqual([]);
    expect(await shelf.chunks("one")).toHaveLength(3);
    now_ms += 1_000;
    await pass();
    expect((await shelf.read("one"))?.stage).toBe("sent");
  });

  it("tries at once when the network comes back", async () => {
    await keepRecording(shelf, { id: "one" });
    server.is_down = true;
    await pass();
    server.is_down = false;
    outbox.retry();
    await outbox.settled();
    expect((await shelf.read("one"))?.stage).toBe("sent");
  });

  it.each([400, 404, 413, 422, 500, 507])("never drops a note that the server answers with %i; it is flagged and the next one goes", async (status) => {
    await keepRecording(shelf, { id: "bad", started_at: "2026-11-22T09:00:00.000Z" });
    await keepRecording(shelf, { id: "good" });
    server.refusals.set("bad", { status, times: 1000 });
    await pass();
    const bad = await shelf.read("bad");
    expect(bad?.stage).toBe("to_send");
    expect(bad?.problem).toMatchObject({ status, detail: "The disk of the server is full." });
    expect(await shelf.chunks("bad")).toHaveLength(3);
    expect((await shelf.read("good"))?.stage).toBe("sent");
  });

  it("takes the flag away once the server takes the note", async () => {
    await keepRecording(shelf, { id: "one" });
    server.refusals.set("complete", { status: 503, times: 1 });
    await pass();
    now_ms += 1_000;
    await pass();
    expect(await shelf.read("one")).toMatchObject({ stage: "sent", problem: null });
  });

  it("does not send in circles what the server never stops asking for", async () => {
    await keepRecording(shelf, { id: "one", chunk_count: 1 });
    const complete = server.api.complete;
    server.api.complete = async (...given) => ({ ...(await complete(...given)), missing: [0] });
    await pass();
    expect(server.calls.length).toBeLessThan(20);
    expect(await shelf.chunks("one")).toHaveLength(1);
    expect((await shelf.read("one"))?.problem).not.toBeNull();
  });

  it("stops and tells when the pairing was revoked", async () => {
    await keepRecording(shelf, { id: "one" });
    server.unpaired = "revoked";
    await pass();
    expect(events).toContainEqual({ kind: "unpaired", is_revoked: true, detail: "This phone was unpaired by Priscilla Ndiaye." });
    expect(server.calls).toEqual(["announce one"]);
  });

  it("keeps what is unsent when the server does not know the phone", async () => {
    await keepRecording(shelf, { id: "one" });
    server.unpaired = "unknown";
    await pass();
    expect(events).toContainEqual(expect.objectContaining({ kind: "unpaired", is_revoked: false }));
    expect(await shelf.chunks("one")).toHaveLength(3);
  });
});

describe("two tabs", () => {
  it("do not send the same part twice", async () => {
    await keepRecording(shelf, { id: "one" });
    let line: Promise<unknown> = Promise.resolve();
    const oneAtATime = <T,>(work: () => Promise<T>): Promise<T> => {
      const turn = line.then(work);
      line = turn.catch(() => undefined);
      return turn;
    };
    const tabs = [makeOutbox(oneAtATime), makeOutbox(oneAtATime)];
    for (const tab of tabs) tab.wake();
    await Promise.all(tabs.map((tab) => tab.settled()));
    expect(server.calls).toHaveLength(5);
    for (const tab of tabs) tab.stop();
  });
});

describe("taps", () => {
  it("go up in the order in which they were made, and leave the phone when the server took them", async () => {
    await saveErrand(shelf.database, makeErrand({ kind: "correction", entry_id: "e1", changes: [] }));
    await saveErrand(shelf.database, makeErrand({ kind: "confirmation", entry_id: "e1" }));
    await pass();
    expect(server.calls.map((call) => call.split(" ")[0])).toEqual(["correct", "confirm"]);
    expect(await listErrands(shelf.database)).toEqual([]);
  });

  it("on one entry wait for an earlier one that the server failed on", async () => {
    await saveErrand(shelf.database, makeErrand({ kind: "correction", entry_id: "e1", changes: [] }));
    await saveErrand(shelf.database, makeErrand({ kind: "confirmation", entry_id: "e1" }));
    server.refusals.set("correct", { status: 500, times: 1 });
    await pass();
    expect(server.calls.filter((call) => call.startsWith("confirm"))).toEqual([]);
    now_ms += 1_000;
    await pass();
    expect(server.calls.at(-1)).toBe("confirm e1");
  });

  it("that were refused stay on the phone with the reason, and do not hold up the ones after them", async () => {
    await saveErrand(shelf.database, makeErrand({ kind: "correction", entry_id: "e1", changes: [] }));
    await saveErrand(shelf.database, makeErrand({ kind: "confirmation", entry_id: "e1" }));
    server.refusals.set("correct", { status: 422, times: 1000 });
    await pass();
    expect(server.calls.at(-1)).toBe("confirm e1");
    expect(await listErrands(shelf.database)).toMatchObject([{ kind: "correction", problem: { status: 422 } }]);
  });

  it("that may be taken back are not sent before their time", async () => {
    const held = makeErrand({ kind: "correction", entry_id: "e1", changes: [] }, new Date(now_ms + 6_000).toISOString());
    await saveErrand(shelf.database, held);
    await pass();
    expect(server.calls).toEqual([]);
    now_ms += 6_000;
    await pass();
    expect(server.calls).toHaveLength(1);
  });

  const missed = (held_until: string | null = null) => {
    const visit = { customer_id: "C003", arrived_at: "2026-11-22T12:00:00.000Z", left_at: "2026-11-22T12:30:00.000Z" };
    return makeErrand({ kind: "missed_visit", visit_id: "missed", visit, customer_name: "Anjou Bistro" }, held_until);
  };

  it("on a visit never overtake the tap that made it, which may still be taken back", async () => {
    await saveErrand(shelf.database, missed(new Date(now_ms + 6_000).toISOString()));
    await saveErrand(shelf.database, makeErrand({ kind: "merge", visit_id: "visit", other_id: "missed" }));
    await pass();
    expect(server.calls).toEqual([]);
    now_ms += 6_000;
    await pass();
    expect(server.calls).toEqual(["add missed", "merge visit missed"]);
  });

  it("that make a visit go before the notes about it", async () => {
    await saveErrand(shelf.database, missed(new Date(now_ms + 6_000).toISOString()));
    await keepRecording(shelf, { id: "about it", visit_id: "missed", chunk_count: 1 });
    await keepRecording(shelf, { id: "other", chunk_count: 1 });
    await pass();
    expect(server.calls).toEqual(["announce other", "chunk other 0", "complete other"]);
    now_ms += 6_000;
    await pass();
    expect(server.calls.slice(3)).toEqual(["add missed", "announce about it", "chunk about it 0", "complete about it"]);
  });

  it("in trouble hold no note back", async () => {
    await saveErrand(shelf.database, missed());
    await keepRecording(shelf, { id: "about it", visit_id: "missed", chunk_count: 1 });
    server.refusals.set("add", { status: 500, times: 1 });
    await pass();
    expect(server.calls.at(-1)).toBe("complete about it");
  });

  it("that take a visit away answer with a visit that is gone", async () => {
    const decision = { decision: "deleted" as const };
    await saveErrand(shelf.database, makeErrand({ kind: "decision", visit_id: "visit", decision, customer_name: null }));
    await pass();
    expect(events).toContainEqual({ kind: "answered", answer: { visits: [], gone: ["visit"] } });
  });

  it("naming a note's customer wait until the server knows of the note", async () => {
    await keepRecording(shelf, { id: "one", chunk_count: 1 });
    await saveErrand(
      shelf.database,
      makeErrand({ kind: "customer", recording_id: "one", customer_id: "C003", customer_name: "Anjou Bistro" }),
    );
    await pass();
    expect(server.calls.indexOf("customer one C003")).toBeGreaterThan(server.calls.indexOf("announce one"));
  });
});

describe("positions", () => {
  it("go up in batches of at most 500, and none stays", async () => {
    for (let i = 0; i < 501; i++) {
      const id = String(i).padStart(4, "0");
      await saveFix(shelf.database, { id, at: "", lat: 0, lon: 0, accuracy_m: null, source: "web", trigger: "" });
    }
    await pass();
    expect(server.calls).toEqual(["fixes", "fixes"]);
    expect(server.fixes).toBe(501);
    expect(await shelf.database.count("fixes")).toBe(0);
  });

  it("wait while their owner does not let them leave, and none is lost", async () => {
    await saveFix(shelf.database, { id: "fix", at: "2026-11-22T15:00:00Z", lat: 41.9, lon: -87.6, accuracy_m: 5, source: "web", trigger: "" });
    may_tell = false;
    await pass();
    expect(server.calls).toEqual([]);
    may_tell = true;
    await pass();
    expect(server.fixes).toBe(1);
  });

  it("are taken off a note when its owner has chosen no location since", async () => {
    const position = { lat: 41.9, lon: -87.6, accuracy_m: 5, at: "2026-11-22T15:00:00Z" };
    await keepRecording(shelf, { id: "note", position });
    may_tell = false;
    await pass();
    expect(server.held.get("note")?.announced.position).toBeNull();
  });
});

describe("closing a promise", () => {
  const done = { kind: "action_state", action_id: "promise", what: "send the list", state: "done" } as const;

  it("waits without a network and goes once when there is one", async () => {
    server.is_down = true;
    await saveErrand(shelf.database, makeErrand(done));
    await pass();
    expect(await listErrands(shelf.database)).toHaveLength(1);
    server.is_down = false;
    outbox.retry();
    await outbox.settled();
    await pass();
    expect(server.calls).toEqual(["action promise done"]);
    expect(await listErrands(shelf.database)).toEqual([]);
    expect(events).toContainEqual({ kind: "answered", answer: { action: { id: "promise", state: "done" } } });
  });

  it("asks the same again when the answer got lost, which changes nothing there", async () => {
    server.drops_answers_of = "action promise";
    await saveErrand(shelf.database, makeErrand(done));
    await pass();
    outbox.retry();
    await outbox.settled();
    expect(server.calls).toEqual(["action promise done", "action promise done"]);
    expect(await listErrands(shelf.database)).toEqual([]);
  });

  it("keeps and flags what the server says no to, and lets the others go on", async () => {
    server.refusals.set("action promise", { status: 403, times: 9 });
    await saveErrand(shelf.database, makeErrand(done));
    await saveErrand(shelf.database, makeErrand({ ...done, action_id: "other" }));
    await pass();
    expect(server.calls).toContain("action other done");
    expect(await listErrands(shelf.database)).toMatchObject([{ action_id: "promise", problem: { status: 403 } }]);
  });
});

it("keeps a new contact after the name that was put right and the customer that was chosen", async () => {
  const said = { item_id: "people-0", name: "Priya Raman", role: "", phone: null, email: null };
  const changes = [{ op: "set", item_id: "people-0", attribute: "name", value: "Priya Raman" }] as const;
  await saveErrand(shelf.database, makeErrand({ kind: "correction", entry_id: "entry", changes: [...changes] }));
  await saveErrand(shelf.database, makeErrand({ kind: "customer", recording_id: "note", customer_id: "C1", customer_name: "Anjou" }));
  const contact = { kind: "new_contact", recording_id: "note", entry_id: "entry", contact_id: "new", said } as const;
  await saveErrand(shelf.database, makeErrand(contact));
  server.refusals.set("customer", { status: 500, times: 1 });
  await pass();
  expect(server.calls.some((call) => call.startsWith("contact"))).toBe(false);
  outbox.retry();
  await outbox.settled();
  expect(server.calls.at(-1)).toBe("contact entry new");
});
