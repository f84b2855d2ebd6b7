import type { Api } from "../api/client";
import type { Brief } from "../api/contract";
import { forgetOldBriefs, listBriefs, saveBriefs } from "../store/briefs";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { briefs, round } from "./state";

const STALE_MS = 15 * 60_000;

/** The customers, the diary and the briefs, fetched ahead so that they are there at the door without a network. */
export class RoundKeeper {
  #checked_ms = 0;

  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  /** Show what this phone holds. */
  async open(): Promise<void> {
    await forgetOldBriefs(this.database);
    round.value = await readSetting(this.database, "round");
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
      const brief = await this.api.briefOf(customer_id);
      if (brief) await this.#keep([brief]);
      return true;
    } catch (failure) {
      this.failed(failure);
      return false;
    }
  }

  async #refreshRound(): Promise<void> {
    const held = await readSetting(this.database, "round");
    const told = await this.api.round(held?.tag ?? null);
    const fresh = told ?? held;
    if (!fresh) return;
    const kept = { tag: fresh.tag, answer: fresh.answer, checked_at: new Date().toISOString() };
    await saveSetting(this.database, "round", kept);
    round.value = kept;
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
