/** Keeps an open page up to date: the server tells which note or visit changed, the page fetches just that. */
import htmx from "htmx.org";
import { fetchFragment } from "./fragment";
import { ring } from "./bell";
import { announce, placeCard, type Placing } from "./note_cards";

const NOTE_KINDS = [
  "note.hidden",
  "recording.received",
  "recording.silent",
  "recording.undecodable",
  "recording.moved",
  "entry.made",
  "entry.corrected",
  "entry.confirmed",
  "message.made",
];
const VISIT_KINDS = ["visit.opened", "visit.changed", "visit.closed", "visit.withdrawn", "visit.decided"];
const ACTION_KINDS = ["action.open", "action.done", "action.dropped", "action.handed"];
const COMPLAINT_KINDS = ["complaint.open", "complaint.closed", "complaint.routed"];
const ASKED_KINDS = ["question.asked", "question.answered", "question.declined"];
const NOTICE_KINDS = ["notice.changed", "note.hidden"];
const TALK_KINDS = ["message.made", "note.hidden"];
const ENTRY_KINDS = ["entry.made", "entry.corrected", "recording.moved"];
const RETRY_MS = 3000;

interface Told {
  recording_id?: string | null;
  customer_id?: string | null;
}

export function startLive(): void {
  const root = document.querySelector<HTMLElement>("[data-live]");
  if (root) new Live(root).connect();
}

class Live {
  private newest: string;
  private wasLost = false;
  private source: EventSource | null = null;
  private readonly underway = new Map<string, Promise<void>>();

  constructor(private readonly root: HTMLElement) {
    this.newest = root.dataset.newest ?? "0";
    addEventListener("pagehide", () => this.source?.close());
    // Taken back from the browser's memory, or woken from sleep: whatever was missed is fetched.
    addEventListener("pageshow", (event) => event.persisted && this.reconnect());
    addEventListener("online", () => this.reconnect());
  }

  connect(): void {
    this.source?.close();
    const source = new EventSource(`${this.root.dataset.live}?after=${encodeURIComponent(this.newest)}`);
    this.source = source;
    source.onopen = () => this.onOpen();
    source.onerror = () => this.onLost(source);
    for (const kind of NOTE_KINDS) source.addEventListener(kind, (event) => this.onNote(event));
    this.renew(source, [...ACTION_KINDS, ...ENTRY_KINDS], "promises");
    this.renew(source, [...COMPLAINT_KINDS, ...ENTRY_KINDS], "complaints");
    this.renew(source, [...ASKED_KINDS, ...ENTRY_KINDS], "known");
    this.renew(source, [...ASKED_KINDS, ...ENTRY_KINDS], "asked");
    this.renew(source, TALK_KINDS, "replies");
    this.renew(source, NOTICE_KINDS, "notices");
    for (const kind of NOTICE_KINDS) source.addEventListener(kind, () => void ring());
    for (const kind of VISIT_KINDS) source.addEventListener(kind, (event) => this.onVisit(event));
  }

  private reconnect(): void {
    this.wasLost = true;
    this.connect();
  }

  private onOpen(): void {
    this.show("Live", false);
    if (this.wasLost) void this.refreshAll();
    this.wasLost = false;
  }

  private onLost(source: EventSource): void {
    this.wasLost = true;
    this.show("Connection lost. Trying again…", true);
    // A refusal ends the browser's own attempts; the server may only have been restarting.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => source === this.source && this.connect(), RETRY_MS);
  }

  private onNote(event: MessageEvent<string>): void {
    const told = this.read(event);
    if (!told.recording_id || !this.concerns(told)) return;
    if (this.isNextDay()) void this.refreshAll();
    else this.queue(told.recording_id);
  }

  /** A customer's page cares for that customer's notes, and for notes on it that now belong to another. */
  private concerns(told: Told): boolean {
    const customer = this.root.dataset.customer;
    return !customer || told.customer_id === customer || document.getElementById(`note-${told.recording_id}`) !== null;
  }

  /** Fetch one part of the page anew whenever something of these kinds happened. */
  private renew(source: EventSource, kinds: string[], name: string): void {
    for (const kind of kinds)
      source.addEventListener(kind, (event) => {
        this.read(event);
        void this.refresh(`[data-${name}]`, name);
      });
  }

  private onVisit(event: MessageEvent<string>): void {
    this.read(event);
    void this.refresh("[data-visits]", "visits");
  }

  private read(event: MessageEvent<string>): Told {
    this.newest = event.lastEventId || this.newest;
    return JSON.parse(event.data) as Told;
  }

  /** Notes are fetched one after the other for each id, so that an older answer never lands on a newer one. */
  private queue(recording_id: string): void {
    const before = this.underway.get(recording_id) ?? Promise.resolve();
    const fetched = before.then(() => this.update(recording_id)).catch(() => undefined);
    this.underway.set(recording_id, fetched);
  }

  private async update(recording_id: string): Promise<void> {
    const wanted = new URLSearchParams();
    if (this.root.dataset.customer) wanted.set("customer", this.root.dataset.customer);
    const isAlone = this.root.querySelector(".notes--alone") !== null;
    if (isAlone && !document.getElementById(`note-${recording_id}`)) return;
    if (isAlone) wanted.set("alone", "1");
    const fragment = await fetchFragment(`/notes/${encodeURIComponent(recording_id)}/card?${wanted}`);
    const list = this.root.querySelector<HTMLElement>("[data-today] [data-notes], [data-timeline]");
    placeCard(recording_id, fragment?.[0] ?? null, list, this.placing, (card) => htmx.process(card));
  }

  private get placing(): Placing {
    return this.root.dataset.customer ? "by time" : "on top";
  }

  private isNextDay(): boolean {
    const shown = this.root.querySelector<HTMLElement>("[data-today]");
    const opened = (this.root.dataset.opened ??= new Date().toDateString());
    return shown !== null && opened !== new Date().toDateString();
  }

  private async refreshAll(): Promise<void> {
    this.root.dataset.opened = new Date().toDateString();
    await Promise.all([
      this.refresh("[data-feed]", "feed"),
      this.refresh("[data-visits]", "visits"),
      this.refresh("[data-timeline]", "timeline"),
      this.refresh("[data-promises]", "promises"),
      this.refresh("[data-complaints]", "complaints"),
      this.refresh("[data-known]", "known"),
      this.refresh("[data-asked]", "asked"),
      this.refresh("[data-replies]", "replies"),
      this.refresh("[data-notices]", "notices"),
      ring(),
    ]);
  }

  private async refresh(selector: string, name: string): Promise<void> {
    const place = this.root.querySelector<HTMLElement>(selector);
    if (!place || place.contains(document.activeElement)) return;
    const address = place.dataset[name] ?? "";
    const fragment = await fetchFragment(name === "timeline" ? `${address}/timeline` : address).catch(() => undefined);
    if (fragment === null && name === "replies") return place.replaceChildren(); // their note was made private
    // While it was on its way somebody may have gone into the list: a row under the keyboard is not taken away.
    if (!fragment || place.contains(document.activeElement)) return;
    place.replaceChildren(...fragment);
    htmx.process(place);
    if (name === "feed") announce("The notes are up to date again.");
  }

  private show(words: string, isLost: boolean): void {
    const state = this.root.querySelector<HTMLElement>("[data-live-state]");
    if (!state) return;
    state.hidden = false;
    state.textContent = words;
    state.classList.toggle("is-lost", isLost);
  }
}
