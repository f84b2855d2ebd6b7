import type { Api } from "../api/client";
import type { ActionState, Brief, Round } from "../api/contract";
import { distanceM } from "../location/thinning";
import { forgetOldBriefs, listBriefs, saveBriefs } from "../store/briefs";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { customersAround } from "./around";
import { briefs, kept_round } from "./state";

const STALE_MS = 15 * 60_000;
const AROUND_M = 3_000;
const MOST_AROUND = 20;
const MOVED_M = 1_000;

/** The nearest customers around whose brief is not on the phone. */
export function briefsMissingAround(round: Round, here: { lat: number; lon: number }, held: Record<string, unknown>): string[] {
  const near = customersAround(round, here, false).filter(({ distance_m }) => distance_m !== null && distance_m <= AROUND_M);
  return near.map(({ customer }) => customer.id).filter((id) => !(id in held)).slice(0, MOST_AROUND);
}

/** The customers, the diary and the briefs, fetched ahead so that they are there at the door without a network. */
export class RoundKeeper {
  #checked_ms = 0;
  #looked_from: { lat: number; lon: number } | null = null;

  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
    /** A question told the server about where this phone is. */
    readonly toldPlace: () => void,
  ) {}

  /** Show what this phone holds. */
  async open(): Promise<void> {
    await forgetOldBriefs(this.database);
    kept_round.value = await readSetting(this.database, "round");
    await this.#showBriefs();
  }

  async refresh(): Promise<void> {
    try {
      await Promise.all([this.#refreshRound(), this.#refreshBriefs()]);
      this.#checked_ms = Date.now();
    } catch (failure) {
      this.failed(failure);
    }
  }

  async refreshIfOld(): Promise<void> {
    if (Date.now() - this.#checked_ms >= STALE_MS) await this.refresh();
  }

  /** Fetch one brief that is opened, unless what is held is fresh; false when the server could not be asked. */
  async look(customer_id: string): Promise<boolean> {
    const held = briefs.value[customer_id];
    if (held && Date.now() - Date.parse(held.checked_at) < STALE_MS) return true;
    try {
      await this.#keep(await this.api.briefsOf([customer_id]));
      return true;
    } catch (failure) {
      this.failed(failure);
      return false;
    }
  }

  /**
   * Fetch the briefs of customers around that this phone does not hold, once for each kilometre: their doors may have
   * no network. Only called with a position that the person lets be known.
   */
  async lookAround(here: { lat: number; lon: number }): Promise<void> {
    const round = kept_round.value?.answer;
    if (!round || (this.#looked_from && distanceM(this.#looked_from, here) < MOVED_M)) return;
    this.#looked_from = here;
    const missing = briefsMissingAround(round, here, briefs.value);
    if (missing.length === 0) return;
    try {
      await this.#keep(await this.api.briefsOf(missing));
      this.toldPlace();
    } catch (failure) {
      this.#looked_from = null;
      this.failed(failure);
    }
  }

  /** A promise was closed by a tap: its brief lets it go at once, whatever the server tells later. */
  async takeAction({ id, state }: { id: string; state: ActionState }): Promise<void> {
    if (state === "open") return;
    for (const { brief, checked_at } of Object.values(briefs.value)) {
      const left = brief.promises.filter((promise) => promise.id !== id);
      if (left.length < brief.promises.length) await saveBriefs(this.database, [{ ...brief, promises: left }], checked_at);
    }
    await this.#showBriefs();
  }

  /** A complaint was settled by a tap. */
  async takeComplaint({ id, state }: { id: string; state: string }): Promise<void> {
    if (state === "open") return;
    for (const { brief, checked_at } of Object.values(briefs.value)) {
      const left = brief.complaints.filter((complaint) => complaint.id !== id);
      if (left.length < brief.complaints.length) await saveBriefs(this.database, [{ ...brief, complaints: left }], checked_at);
    }
    await this.#showBriefs();
  }

  /** What was to be asked has been answered by a tap. */
  async takeAnswer({ customer_id, question_id }: { customer_id: string; question_id: string }): Promise<void> {
    const kept = briefs.value[customer_id];
    if (kept?.brief.question?.id !== question_id) return;
    await saveBriefs(this.database, [{ ...kept.brief, question: null }], kept.checked_at);
    await this.#showBriefs();
  }

  /** One follows a customer by now, or no more. */
  async takeFollow({ customer_id, is_followed }: { customer_id: string; is_followed: boolean }): Promise<void> {
    const kept = briefs.value[customer_id];
    if (kept) await saveBriefs(this.database, [{ ...kept.brief, is_followed }], kept.checked_at);
    await this.#showBriefs();
  }

  async #refreshRound(): Promise<void> {
    const held = await readSetting(this.database, "round");
    const told = await this.api.round(held?.tag ?? null);
    const fresh = told ?? held;
    if (!fresh) return;
    const kept = { tag: fresh.tag, answer: fresh.answer, checked_at: new Date().toISOString() };
    await saveSetting(this.database, "round", kept);
    kept_round.value = kept;
  }

  async #refreshBriefs(): Promise<void> {
    const before = await readSetting(this.database, "briefs_told");
    const told = await this.api.briefs(before?.tag ?? null);
    if (told === null) return this.#keep(this.#heldOf(before?.customer_ids ?? []));
    await this.#keep(told.answer.briefs);
    const customer_ids = told.answer.briefs.map((brief) => brief.customer.id);
    await saveSetting(this.database, "briefs_told", { tag: told.tag, customer_ids });
  }

  #heldOf(customer_ids: string[]): Brief[] {
    return customer_ids.map((id) => briefs.value[id]?.brief).filter((brief) => brief !== undefined);
  }

  async #keep(fresh: Brief[]): Promise<void> {
    await saveBriefs(this.database, fresh, new Date().toISOString());
    await this.#showBriefs();
  }

  async #showBriefs(): Promise<void> {
    const kept = await listBriefs(this.database);
    briefs.value = Object.fromEntries(kept.map((one) => [one.customer_id, one]));
  }
}
