import type { Api } from "../api/client";
import type { Notice } from "../api/contract";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { kept_notices } from "./state";

const STALE_MS = 5 * 60_000;

/** What colleagues tell this person: replies, mentions, hand-overs, complaints; kept for reading without a network. */
export class NoticesKeeper {
  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  async open(): Promise<void> {
    kept_notices.value = await readSetting(this.database, "notices");
  }

  async refresh(): Promise<void> {
    try {
      await this.#keep(await this.api.notices());
    } catch (failure) {
      this.failed(failure);
    }
  }

  async refreshIfOld(): Promise<void> {
    if (Date.now() - Date.parse(kept_notices.value?.checked_at ?? "1970-01-01") >= STALE_MS) await this.refresh();
  }

  /** Take in what the server answered to a tap. */
  async take({ read, taken }: { read: string[]; taken: string | null }): Promise<void> {
    const notices = (kept_notices.value?.notices ?? []).map((notice) => ({
      ...notice,
      is_read: notice.is_read || read.includes(notice.id),
      is_to_take: notice.is_to_take && notice.action_id !== taken,
    }));
    await this.#keep(notices, kept_notices.value?.checked_at);
  }

  async #keep(notices: Notice[], checked_at = new Date().toISOString()): Promise<void> {
    kept_notices.value = { notices, checked_at };
    await saveSetting(this.database, "notices", kept_notices.value);
  }
}
