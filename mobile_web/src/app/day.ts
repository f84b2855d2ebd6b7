import type { Api } from "../api/client";
import type { RecordingOut, Today, VisitOut } from "../api/contract";
import type { Database } from "../store/database";
import type { RecordingShelf } from "../store/recordings";
import { readSetting, saveSetting } from "../store/settings";
import { dateOn, isOfToday } from "../time/format";
import type { DayAnswer, VisitsAnswer } from "../outbox/errand";
import { forgetOldSound } from "./sound";
import { isPending, pollDelayMs, withRecording } from "./polling";
import { clock_ahead_ms, me, time_zone, today } from "./state";

/** The day as the server last told it, kept for showing without a network, and the looks at notes being heard. */
export class DayKeeper {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #looks = 0;
  #answers = 0;

  constructor(
    readonly shelf: RecordingShelf,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  get database(): Database {
    return this.shelf.database;
  }

  /** Show what was last known; a day that is over is not today. */
  async open(): Promise<void> {
    me.value = await readSetting(this.database, "me");
    const kept = await readSetting(this.database, "today");
    today.value = kept && dayLeft(kept);
  }

  async refresh(): Promise<void> {
    try {
      const answers = this.#answers;
      const [day, person] = await Promise.all([this.api.today(), this.api.me()]);
      // A tap was answered meanwhile: this day may be older than what is shown.
      if (answers !== this.#answers) return await this.refresh();
      me.value = person;
      clock_ahead_ms.value = Date.now() - Date.parse(person.server_time);
      await saveSetting(this.database, "me", person);
      await this.#show(day);
    } catch (failure) {
      this.failed(failure);
    }
    this.watchPending();
  }

  /** Look again soon: something was sent, so there is something new to come. */
  expectNews(): void {
    this.#looks = 0;
    this.watchPending();
  }

  /** Take in what the server answered to a tap. */
  async take(answer: DayAnswer): Promise<void> {
    this.#answers += 1;
    if (!today.value) return;
    if ("recording" in answer) return this.#takeRecording(answer.recording);
    if ("visits" in answer) return this.#show({ ...today.value, visits: withVisits(today.value.visits, answer) });
    const { entry } = answer;
    const recordings = today.value.recordings.map((one) => (one.entry?.id === entry.id ? { ...one, entry } : one));
    return this.#show({ ...today.value, recordings });
  }

  /** A note reached the server: ask what it says about it. */
  async look(recording_id: string): Promise<void> {
    try {
      await this.#takeRecording(await this.api.recording(recording_id));
    } catch (failure) {
      this.failed(failure);
    }
  }

  watchPending(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const pending = (today.value?.recordings ?? []).filter(isPending);
    if (pending.length === 0 || document.visibilityState === "hidden") return;
    this.#timer = setTimeout(() => void this.#lookAt(pending), pollDelayMs(this.#looks++));
  }

  async #lookAt(pending: RecordingOut[]): Promise<void> {
    for (const recording of pending) await this.look(recording.id);
    const is_heard = pending.some(({ id }) => today.value?.recordings.some((one) => one.id === id && !isPending(one)));
    // The words of a note may have made or renamed a visit.
    if (is_heard) await this.refresh();
    else this.watchPending();
  }

  async #takeRecording(answer: RecordingOut): Promise<void> {
    const day = today.value ?? emptyDay(answer);
    await this.#show({ ...day, recordings: withRecording(day.recordings, answer) });
  }

  async #show(day: Today): Promise<void> {
    today.value = day;
    await forgetOldSound(this.shelf, day.recordings, Date.now());
    await saveSetting(this.database, "today", day);
  }
}

/** What of a kept day is still today's: after midnight the notes that were just spoken or are being heard. */
function dayLeft(kept: Today): Today | null {
  const on = dateOn(new Date().toISOString(), time_zone.value);
  if (kept.on === on) return kept;
  const recordings = kept.recordings.filter((one) => isPending(one) || isOfToday(one.started_at, Date.now(), time_zone.value));
  return recordings.length === 0 ? null : { ...kept, on, visits: [], recordings };
}

function withVisits(visits: VisitOut[], { visits: fresh, gone }: VisitsAnswer): VisitOut[] {
  const replaced = new Set([...gone, ...fresh.map(({ id }) => id)]);
  return [...visits.filter(({ id }) => !replaced.has(id)), ...fresh];
}

function emptyDay(answer: RecordingOut): Today {
  return { on: dateOn(answer.started_at, time_zone.value), visits: [], recordings: [], server_time: answer.started_at };
}
