import { effect, untracked } from "@preact/signals";
import { type Api, openApi, pair } from "../api/client";
import type { FixIn, Named, Pairing } from "../api/contract";
import { isPositionUnasked, PositionWatch } from "../location/position";
import { alone, isLive } from "../outbox/alone";
import { recoverRecordings } from "../outbox/closing";
import { Outbox } from "../outbox/outbox";
import { askToPersist, type Database, openDatabase, spaceLeft, wipe } from "../store/database";
import { countDeparture } from "../store/departures";
import { saveFix } from "../store/fixes";
import { RecordingShelf } from "../store/recordings";
import { readSetting, removeSetting, saveSetting } from "../store/settings";
import { dateOn } from "../time/format";
import { ChoiceKeeper } from "./choice";
import { DayKeeper } from "./day";
import { HearingKeeper } from "./hearing";
import { LanguageKeeper } from "./language";
import { Mirror } from "./mirror";
import { Reminders } from "./reminders";
import { RoundKeeper } from "./round";
import { SourcesKeeper } from "./sources";
import * as state from "./state";
import { Talking } from "./talking";
import { Taps } from "./taps";
import { say, UNDO_MS } from "./toasts";
import { NoticesKeeper } from "./notices";

const SPACE_LOW_BYTES = 20_000_000;
const LOOK_AGAIN_MS = 60_000;
const TICK_MS = 10_000;
const KEEP_SENT_MS = 7 * 24 * 3600 * 1000;

/** This phone: what the screens can ask of it. Every verb keeps first and sends later. */
export class Phone {
  readonly api: Api;
  readonly shelf: RecordingShelf;
  readonly mirror: Mirror;
  readonly day: DayKeeper;
  readonly choice: ChoiceKeeper;
  readonly language: LanguageKeeper;
  readonly round: RoundKeeper;
  readonly notices: NoticesKeeper;
  readonly sources: SourcesKeeper;
  readonly hearing: HearingKeeper;
  readonly watch: PositionWatch;
  readonly reminders: Reminders;
  readonly taps: Taps;
  readonly talking: Talking;
  #outbox: Outbox | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;
  #ticking: ReturnType<typeof setInterval> | null = null;
  #stopObeying: (() => void) | null = null;

  constructor(readonly database: Database) {
    this.api = openApi(() => state.pairing.value?.token ?? null);
    this.shelf = new RecordingShelf(database);
    const failed = (failure: unknown): void => void this.mirror.failed(failure);
    this.day = new DayKeeper(this.shelf, this.api, failed);
    this.reminders = new Reminders(database, this.api, say);
    this.choice = new ChoiceKeeper(database, this.api, failed);
    this.round = new RoundKeeper(database, this.api, failed, () => void this.countSearchNear());
    this.sources = new SourcesKeeper(this.api, failed);
    this.language = new LanguageKeeper(database, this.api, failed);
    this.notices = new NoticesKeeper(database, this.api, failed);
    const { day, choice, language, round, notices } = this;
    this.mirror = new Mirror(this.shelf, { day, choice, language, round, notices }, (is_revoked, detail) => this.#leave(is_revoked, detail));
    this.hearing = new HearingKeeper(this.shelf, this.api, () => this.mirror.changed());
    this.watch = new PositionWatch({
      keep: (fix) => this.#keepFix(fix),
      tellAccess: (access) => {
        state.position_access.value = access;
      },
      tellHere: (fix) => {
        state.here.value = fix;
        if (fix) void this.round.lookAround(fix);
      },
      mayAsk: () => this.choice.mayAsk(),
    });
    this.taps = new Taps(database, () => this.mirror.changed(), () => this.#outbox?.wake());
    this.talking = new Talking({
      shelf: this.shelf,
      watch: this.watch,
      taps: this.taps,
      hearing: this.hearing,
      kept: (is_on_disk) => this.#kept(is_on_disk),
      ended: () => this.#noteEnded(),
    });
  }

  static async open(): Promise<Phone> {
    return new Phone(await openDatabase());
  }

  /** Decide what to show first, find what was cut off, and begin to send. */
  async start(): Promise<void> {
    state.pairing.value = await readSetting(this.database, "pairing");
    await recoverRecordings(this.shelf, isLive);
    await this.shelf.forgetSentBefore(new Date(Date.now() - KEEP_SENT_MS).toISOString());
    await this.mirror.refresh();
    if (!state.pairing.value) {
      state.phase.value = globalThis.isSecureContext ? "pairing" : "insecure";
      return;
    }
    await this.#enter((await readSetting(this.database, "has_asked")) ?? false);
  }

  async pair(code: string, name: string): Promise<void> {
    const pairing: Pairing = await pair(code, name);
    await saveSetting(this.database, "pairing", pairing);
    state.pairing.value = pairing;
    state.said_on_leaving.value = null;
    await this.#enter(false);
  }

  async finishWelcome(): Promise<void> {
    await saveSetting(this.database, "has_asked", true);
    await this.#enter(true);
  }

  /** The app came back to the screen, or the network did. */
  lookedAt(): void {
    if (!state.pairing.value || state.phase.value !== "today") return;
    state.now_ms.value = Date.now();
    void this.#watchIfAllowed();
    this.#outbox?.retry();
    void this.day.refresh();
    void this.reminders.look();
    void this.choice.refresh();
    void this.language.refresh();
    void this.round.refresh();
    void this.notices.refresh();
    void this.sources.refresh();
    void this.#lookAtSpace();
  }

  /** The rep tapped "Allow position": now the browser may ask. */
  allowPosition(): void {
    this.watch.start();
  }

  lookedAway(): void {
    if (!state.note.value) this.watch.stop();
  }

  /** Show the brief of a customer whom a tapped message was about, unless somebody is talking. */
  lookInto(customer: Named): void {
    if (state.phase.value !== "today" || state.note.value) return;
    state.sheet.value = { kind: "brief", customer };
  }

  /** A search that told the server where this phone is leaves it like any position does. */
  countSearchNear(): Promise<void> {
    return countDeparture(this.database, this.#todayOn(), "searches_near", 1);
  }

  /** Another app shared recordings while this one was open. */
  async tookShared(words: string): Promise<void> {
    say(words);
    await this.mirror.changed();
    this.#outbox?.wake();
  }

  #todayOn(): string {
    return dateOn(new Date().toISOString(), state.time_zone.value);
  }

  async #enter(has_asked: boolean): Promise<void> {
    await this.day.open();
    await this.choice.open();
    await this.language.open();
    await this.round.open();
    await this.notices.open();
    await this.hearing.open();
    this.#outbox?.stop();
    this.#looking ??= setInterval(() => this.#lookAgain(), LOOK_AGAIN_MS);
    this.#ticking ??= setInterval(() => this.#tick(), TICK_MS);
    this.#stopObeying ??= effect(() => this.#obey());
    this.#outbox = new Outbox({
      api: this.api,
      database: this.database,
      shelf: this.shelf,
      tell: (event) => void this.mirror.tell(event),
      mayTellPositions: () => this.choice.mayAsk(),
      mayTellPlace: () => state.location_choice.value?.mode !== "none",
      alone,
      now_ms: Date.now,
      today_on: () => this.#todayOn(),
      random: Math.random,
    });
    state.phase.value = has_asked ? "today" : "welcome";
    this.#outbox.wake();
    // Taps that were still to be taken back when the app was closed.
    setTimeout(() => this.#outbox?.wake(), UNDO_MS);
    if (!has_asked) return;
    state.is_persisted.value = await askToPersist();
    this.lookedAt();
  }

  /** Visits come about on the server while the app lies open. */
  #lookAgain(): void {
    const is_shown = state.phase.value === "today" && document.visibilityState === "visible";
    if (!is_shown || state.note.value) return;
    void this.day.refresh();
    void this.round.refreshIfOld();
    void this.notices.refreshIfOld();
    void this.sources.refresh();
  }

  #tick(): void {
    if (document.visibilityState === "visible") state.now_ms.value = Date.now();
  }

  /** What the person chose counts from the tap on, and hours begin and end by themselves. */
  #obey(): void {
    const is_allowed = state.why_no_position.value === null && state.phase.value === "today";
    void state.location_choice.value;
    untracked(() => {
      if (is_allowed && document.visibilityState === "visible") void this.#watchIfAllowed();
      // What waited through a pause may go on.
      if (is_allowed) this.#outbox?.wake();
      if (!is_allowed) this.watch.forget();
      void this.choice.dropForbidden();
    });
  }

  /** Never let the browser's question pop up unasked: somebody who left it out at the start is offered a button. */
  async #watchIfAllowed(): Promise<void> {
    if (!this.choice.mayAsk()) return;
    if (await isPositionUnasked()) state.position_access.value = "unasked";
    else this.watch.start();
  }

  #kept(is_on_disk: boolean): void {
    if (!is_on_disk) state.is_spilling.value = true;
    this.hearing.recorderKept();
    this.#outbox?.wake();
  }

  async #noteEnded(): Promise<void> {
    void this.hearing.endNote();
    // A note that was being spoken while the pairing was revoked leaves nothing behind either.
    if (state.phase.value === "revoked") await this.#forgetEverything();
    await this.mirror.changed();
    this.#outbox?.wake();
    if (document.visibilityState === "hidden") this.watch.stop();
    await this.#lookAtSpace();
  }

  async #keepFix(fix: FixIn): Promise<void> {
    await saveFix(this.database, fix);
    await this.mirror.changed();
    this.#outbox?.wake();
  }

  async #lookAtSpace(): Promise<void> {
    const left = await spaceLeft();
    state.space_left_bytes.value = left;
    state.is_space_low.value = left !== null && left < SPACE_LOW_BYTES;
    if (state.is_space_low.value) await this.shelf.forgetSentSound();
  }

  /** The next to pair this phone may be somebody else: what was told to its owner goes, what is unsent stays. */
  async #forgetOwner(): Promise<void> {
    for (const name of ["pairing", "location_choice", "language", "round", "briefs_told", "notices"] as const) {
      await removeSetting(this.database, name);
    }
    await this.database.clear("briefs");
    await this.shelf.forgetSentSound();
  }

  async #forgetEverything(): Promise<void> {
    this.shelf.forgetMemory();
    await this.hearing.remove();
    await wipe(this.database);
  }

  /** The server let go of this phone: revoked means that nothing stays; otherwise what is unsent waits for a new pairing. */
  async #leave(is_revoked: boolean, detail: string): Promise<void> {
    this.#outbox?.stop();
    this.watch.stop();
    this.talking.stop();
    if (is_revoked) await this.#forgetEverything();
    else await this.#forgetOwner();
    state.pairing.value = null;
    state.today.value = null;
    state.told_choice.value = null;
    state.told_language.value = null;
    state.kept_round.value = null;
    state.kept_notices.value = null;
    state.briefs.value = {};
    state.sources.value = null;
    state.sheet.value = null;
    state.said_on_leaving.value = detail;
    state.phase.value = is_revoked ? "revoked" : "pairing";
    await this.mirror.refresh();
  }
}
