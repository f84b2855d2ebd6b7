import { type Api, openApi, pair } from "../api/client";
import type { FixIn, Pairing } from "../api/contract";
import { isPositionUnasked, PositionWatch } from "../location/position";
import { alone, holdRecording, isLive } from "../outbox/alone";
import { recoverRecordings } from "../outbox/closing";
import { Outbox } from "../outbox/outbox";
import { MicrophoneFailure } from "../recorder/microphone";
import { startNote } from "../recorder/note";
import { keepScreenOn } from "../recorder/wake_lock";
import { askToPersist, type Database, openDatabase, spaceLeft, wipe } from "../store/database";
import { type ErrandKind, newErrand, removeErrand, saveErrand } from "../store/errands";
import { saveFix } from "../store/fixes";
import { RecordingShelf } from "../store/recordings";
import { readSetting, removeSetting, saveSetting } from "../store/settings";
import { DayKeeper } from "./day";
import { Mirror } from "./mirror";
import { Reminders } from "./reminders";
import * as state from "./state";

const SPACE_LOW_BYTES = 20_000_000;
const UNDO_MS = 6_000;
const LOOK_AGAIN_MS = 60_000;
const KEEP_SENT_MS = 7 * 24 * 3600 * 1000;

/** This phone: what the screens can ask of it. Every verb keeps first and sends later. */
export class Phone {
  readonly api: Api;
  readonly shelf: RecordingShelf;
  readonly mirror: Mirror;
  readonly day: DayKeeper;
  readonly watch: PositionWatch;
  readonly reminders: Reminders;
  #outbox: Outbox | null = null;
  #is_starting = false;
  #looking: ReturnType<typeof setInterval> | null = null;
  #letScreenSleep = (): void => undefined;

  constructor(readonly database: Database) {
    this.api = openApi(() => state.pairing.value?.token ?? null);
    this.shelf = new RecordingShelf(database);
    this.day = new DayKeeper(database, this.api, (failure) => void this.mirror.failed(failure));
    this.reminders = new Reminders(database, this.api, (text) => this.say(text));
    this.mirror = new Mirror(this.shelf, this.day, (is_revoked, detail) => this.#leave(is_revoked, detail));
    this.watch = new PositionWatch(
      (fix) => this.#keepFix(fix),
      (access) => {
        state.position_access.value = access;
      },
    );
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
    void this.#watchIfAllowed();
    this.#outbox?.retry();
    void this.day.refresh();
    void this.reminders.look();
    void this.#lookAtSpace();
  }

  /** The rep tapped "Allow position": now the browser may ask. */
  allowPosition(): void {
    this.watch.start();
  }

  lookedAway(): void {
    if (!state.note.value) this.watch.stop();
  }

  async talk(visit_id: string | null = null): Promise<void> {
    if (state.phase.value !== "today" || state.note.value || this.#is_starting) return;
    this.#is_starting = true;
    state.microphone_trouble.value = null;
    if (state.position_access.value === "granted") this.watch.fixForTalk();
    try {
      state.note.value = await startNote(visit_id, {
        shelf: this.shelf,
        hold: holdRecording,
        latestFix: () => this.watch.latest(),
        onKept: (is_on_disk) => this.#kept(is_on_disk),
        onEnded: () => void this.#noteEnded(),
      });
      this.#letScreenSleep = await keepScreenOn();
    } catch (failure) {
      state.microphone_trouble.value = failure instanceof MicrophoneFailure ? failure.trouble : "busy";
    } finally {
      this.#is_starting = false;
    }
  }

  stop(): void {
    state.note.value?.listening.stop();
  }

  /** Keep a tap and show it at once; with `can_undo` it waits some seconds before it goes. */
  async tap(kind: ErrandKind, undo_text: string | null = null): Promise<void> {
    const held_until = undo_text === null ? null : new Date(Date.now() + UNDO_MS).toISOString();
    const errand = newErrand(kind, held_until);
    await saveErrand(this.database, errand);
    await this.mirror.changed();
    if (undo_text === null) return this.#outbox?.wake();
    this.#offerUndo(undo_text, errand.id);
  }

  noVisit(visit_id: string): void {
    void this.tap({ kind: "decision", visit_id, decision: { decision: "deleted" }, customer_name: null }, "Visit taken away");
  }

  say(text: string): void {
    this.#showToast({ text, undo: null });
  }

  #offerUndo(text: string, errand_id: string): void {
    const undo = async (): Promise<void> => {
      state.toast.value = null;
      await removeErrand(this.database, errand_id);
      await this.mirror.changed();
    };
    this.#showToast({ text, undo: () => void undo() });
    setTimeout(() => this.#outbox?.wake(), UNDO_MS + 50);
  }

  #showToast(toast: state.Toast): void {
    state.toast.value = toast;
    setTimeout(() => {
      if (state.toast.value === toast) state.toast.value = null;
    }, UNDO_MS);
  }

  async #enter(has_asked: boolean): Promise<void> {
    await this.day.open();
    this.#outbox?.stop();
    this.#looking ??= setInterval(() => this.#lookAgain(), LOOK_AGAIN_MS);
    this.#outbox = new Outbox({
      api: this.api,
      database: this.database,
      shelf: this.shelf,
      tell: (event) => void this.mirror.tell(event),
      alone,
      now_ms: Date.now,
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
    if (is_shown && !state.note.value) void this.day.refresh();
  }

  /** Never let the browser's question pop up unasked: somebody who left it out at the start is offered a button. */
  async #watchIfAllowed(): Promise<void> {
    if (await isPositionUnasked()) state.position_access.value = "unasked";
    else this.watch.start();
  }

  #kept(is_on_disk: boolean): void {
    if (!is_on_disk) state.is_spilling.value = true;
    this.#outbox?.wake();
  }

  async #noteEnded(): Promise<void> {
    this.#letScreenSleep();
    state.note.value = null;
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
    state.is_space_low.value = left !== null && left < SPACE_LOW_BYTES;
  }

  async #forgetEverything(): Promise<void> {
    this.shelf.forgetMemory();
    await wipe(this.database);
  }

  /** The server let go of this phone: revoked means that nothing stays; otherwise what is unsent waits for a new pairing. */
  async #leave(is_revoked: boolean, detail: string): Promise<void> {
    this.#outbox?.stop();
    this.watch.stop();
    state.note.value?.listening.stop();
    if (is_revoked) await this.#forgetEverything();
    else await removeSetting(this.database, "pairing");
    state.pairing.value = null;
    state.today.value = null;
    state.sheet.value = null;
    state.said_on_leaving.value = detail;
    state.phase.value = is_revoked ? "revoked" : "pairing";
    await this.mirror.refresh();
  }
}
