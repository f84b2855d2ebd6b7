import type { Api } from "../api/client";
import type { Notice } from "../api/contract";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { told } from "./state";

const STALE_MS = 5 * 60_000;

/** What colleagues tell this person: replies, mentions, hand-overs, complaints; kept for reading without a network. */
export class ToldKeeper {
  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  async open(): Promise<void> {
    told.value = await readSetting(this.database, "told");
  }

  async refresh(): Promise<void> {
    try {
      await this.#keep(await this.api.notices());
    } catch (failure) {
      this.failed(failure);
    }
  }

  async refreshIfOld(): Promise<void> {
    if (Date.now() - Date.parse(told.value?.checked_at ?? "1970-01-01") >= STALE_MS) await this.refresh();
  }

  /** Take in what the server answered to a tap. */
  async take({ read, taken }: { read: string[]; taken: string | null }): Promise<void> {
    const notices = (told.value?.notices ?? []).map((notice) => ({
      ...notice,
      is_read: notice.is_read || read.includes(notice.id),
      is_to_take: notice.is_to_take && notice.action_id !== taken,
    }));
    await this.#keep(notices, told.value?.checked_at);
  }

  async #keep(notices: Notice[], checked_at = new Date().toISOString()): Promise<void> {
    told.value = { notices, checked_at };
    await saveSetting(this.database, "told", told.value);
  }
}
