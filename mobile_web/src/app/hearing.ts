import type { Api } from "../api/client";
import { Refused } from "../api/failures";
import { type Feed, feedPieces } from "../hearing/feed";
import { dropPacked, forgetModel, forgetUnpacked, keepPacked, keepRecogniser, modelAddress, pieces } from "../hearing/model_cache";
import { fetchModel, forgetPieces, ModelDamaged, type ModelOffer } from "../hearing/model_fetch";
import { NoteHearing } from "../hearing/note_hearing";
import { Recogniser } from "../hearing/recogniser";
import type { Note } from "../recorder/note";
import type { RecordingShelf } from "../store/recordings";
import { readSetting, removeSetting, saveSetting } from "../store/settings";
import * as state from "./state";

/** A model in memory is worth a second's wait at the next note, but not a phone's memory for the whole day. */
const KEEP_OPEN_MS = 180_000;
/** A recorder that keeps nothing for so long is short of breath: the words must not cost it any more. */
const RECORDER_QUIET_MS = 5_000;
const MARK = "rounds-hearing-note";
/** Notes in a row during which the page died while it heard: then hearing rests until it is switched on again. */
const TOO_OFTEN = 2;

interface NoteInWork {
  id: string;
  hearing: NoteHearing;
  feed: Feed;
}

/** Hearing without a network: the model that is kept for it, and the words of the note being spoken. Recording never waits for any of it. */
export class HearingKeeper {
  #recogniser: Promise<Recogniser> | null = null;
  #closing: ReturnType<typeof setTimeout> | null = null;
  #note: NoteInWork | null = null;
  #fetching: AbortController | null = null;
  #kept_ms = 0;

  constructor(
    readonly shelf: RecordingShelf,
    readonly api: Api,
    readonly changed: () => Promise<void>,
  ) {
    document.addEventListener("visibilitychange", () => this.#mark());
  }

  async open(): Promise<void> {
    const kept = await readSetting(this.shelf.database, "kept_model");
    state.kept_model.value = kept;
    if (kept && takeMark()) await this.#keep({ ...kept, falls: kept.falls + 1 });
    // An update of the app may bring another recogniser.
    if (kept) await keepRecogniser(__RECOGNISER__).catch(() => undefined);
  }

  /** Ask which model the server has for phones. */
  async look(): Promise<void> {
    try {
      state.model_offer.value = await this.api.phoneModel();
    } catch (failure) {
      state.model_offer.value = null;
      if (failure instanceof Refused) state.model_fetch.value = { stage: "failed", why: failure.detail };
    }
  }

  /** Fetch the model and the recogniser, going on where an earlier try ended, and try it before saying that it is there. */
  async fetch(): Promise<void> {
    const offer = state.model_offer.value;
    if (!offer || this.#fetching) return;
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    try {
      const tell = (part: number): void => {
        state.model_fetch.value = { stage: "fetching", part };
      };
      await this.#fetchWhole(offer, signal, tell);
      state.model_fetch.value = { stage: "idle" };
    } catch (failure) {
      state.model_fetch.value = signal.aborted ? { stage: "idle" } : { stage: "failed", why: reasonOf(failure) };
    } finally {
      this.#fetching = null;
    }
  }

  stopFetching(): void {
    this.#fetching?.abort();
  }

  async remove(): Promise<void> {
    this.stopFetching();
    this.#close();
    await removeSetting(this.shelf.database, "kept_model");
    state.kept_model.value = null;
    await forgetModel();
  }

  /** Switch it on again after it rested. */
  async trust(): Promise<void> {
    const kept = state.kept_model.value;
    if (kept) await this.#keep({ ...kept, falls: 0 });
  }

  /** Hear along with a note that is being recorded. Never throws: without words the recording is as good. */
  async beginNote(note: Note): Promise<void> {
    const kept = state.kept_model.value;
    state.hearing_trouble.value = null;
    if (!kept || isResting(kept.falls) || this.#note) return;
    try {
      this.#kept_ms = Date.now();
      const feed = await feedPieces(note.listening.stream, (piece) => this.#take(piece));
      const hearing = this.#hearingOf(note.id, kept.name, feed.sample_rate_hz);
      this.#note = { id: note.id, hearing, feed };
      // It ended while the worklet was being fetched.
      if (state.note.value?.id !== note.id) await this.endNote();
    } catch {
      this.#say("No words on this phone for now. Your note is recorded all the same.");
    }
  }

  recorderKept(): void {
    this.#kept_ms = Date.now();
  }

  /** The note is over: the last words come, and go with the note. */
  async endNote(): Promise<void> {
    const note = this.#note;
    if (!note) return;
    this.#note = null;
    note.feed.close();
    const words = await note.hearing.finish();
    localStorage.removeItem(MARK);
    if (words) {
      await this.shelf.change(note.id, { local_words: words });
      // A note that was heard to its end: what fell before was something else.
      if ((state.kept_model.value?.falls ?? 0) > 0) await this.trust();
      await this.changed();
    }
    this.#closing = setTimeout(() => this.#close(), KEEP_OPEN_MS);
  }

  #hearingOf(id: string, model: string, sample_rate_hz: number): NoteHearing {
    return new NoteHearing({
      model,
      sample_rate_hz,
      open: () => this.#open(),
      isWanted: () => !state.is_online.value || !state.is_reachable.value,
      onText: (text) => {
        state.local_texts.value = { [id]: text };
      },
      onSettled: (local_words) => void this.shelf.change(id, { local_words }),
      onGone: () => {
        this.#close();
        this.#say("The words stopped. Your note is being recorded all the same.");
      },
      now_ms: Date.now,
    });
  }

  #take(piece: Float32Array): void {
    const is_short_of_breath = Date.now() - this.#kept_ms > RECORDER_QUIET_MS;
    if (is_short_of_breath) this.#note?.hearing.giveUp("The recorder comes first.");
    else this.#note?.hearing.take(piece);
  }

  async #open(): Promise<Recogniser> {
    if (this.#closing) clearTimeout(this.#closing);
    const { sha256 } = state.kept_model.value ?? { sha256: "" };
    this.#mark();
    this.#recogniser ??= Recogniser.open(__RECOGNISER__, modelAddress(sha256));
    try {
      return await this.#recogniser;
    } catch (failure) {
      this.#recogniser = null;
      throw failure;
    }
  }

  #close(): void {
    if (this.#closing) clearTimeout(this.#closing);
    void this.#recogniser?.then((recogniser) => recogniser.close()).catch(() => undefined);
    this.#recogniser = null;
  }

  async #fetchWhole(offer: ModelOffer, signal: AbortSignal, tell: (part: number) => void): Promise<void> {
    tell(0);
    await keepRecogniser(__RECOGNISER__);
    const packed = await fetchModel(offer, pieces, (from, to) => this.api.phoneModelPiece(offer.url, from, to, signal), tell);
    // Another model may be unpacked from before; two would take twice the space.
    this.#close();
    await forgetUnpacked();
    await keepPacked(offer.sha256, packed);
    await forgetPieces(pieces);
    state.model_fetch.value = { stage: "opening" };
    this.#recogniser = Recogniser.open(__RECOGNISER__, modelAddress(offer.sha256));
    await this.#recogniser.finally(() => this.#close());
    await dropPacked(offer.sha256);
    await this.#keep({ ...offer, falls: 0 });
  }

  async #keep(kept: state.KeptModel): Promise<void> {
    await saveSetting(this.shelf.database, "kept_model", kept);
    state.kept_model.value = kept;
  }

  /** Left behind only by a page that dies before the eyes of its owner while it hears: too little memory, most likely. */
  #mark(): void {
    const is_at_risk = this.#note !== null && document.visibilityState === "visible";
    if (is_at_risk) localStorage.setItem(MARK, this.#note?.id ?? "");
    else localStorage.removeItem(MARK);
  }

  #say(text: string): void {
    state.hearing_trouble.value = text;
  }
}

/** Whether hearing rests because the page died too often during it. */
export function isResting(falls: number): boolean {
  return falls >= TOO_OFTEN;
}

function takeMark(): boolean {
  const is_marked = localStorage.getItem(MARK) !== null;
  localStorage.removeItem(MARK);
  return is_marked;
}

function reasonOf(failure: unknown): string {
  if (failure instanceof Refused) return failure.detail;
  if (failure instanceof ModelDamaged) return failure.message;
  if (failure instanceof DOMException && failure.name === "QuotaExceededError") return "There is not enough space on this phone.";
  return "The network broke off. What came is kept: try again, and it goes on from there.";
}
