import type { Api } from "../api/client";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { type PushState, pushState, renewPush, turnOffPush, turnOnPush } from "./push";
import { is_reminder_offered, push_state } from "./state";

/** Whether this phone reminds its owner of visits without a note, and the offer to do so. */
export class Reminders {
  #is_renewed = false;

  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly say: (text: string) => void,
  ) {}

  async look(): Promise<void> {
    push_state.value = await pushState();
    const is_declined = (await readSetting(this.database, "is_reminder_declined")) ?? false;
    is_reminder_offered.value = push_state.value === "off" && !is_declined;
    if (push_state.value === "on" && !this.#is_renewed) await this.#renew();
  }

  turnOn(): Promise<void> {
    return this.#change(turnOnPush, "Reminders cannot be turned on now. Try again with a network.");
  }

  turnOff(): Promise<void> {
    return this.#change(turnOffPush, "Reminders cannot be turned off now. Try again with a network.");
  }

  async decline(): Promise<void> {
    await saveSetting(this.database, "is_reminder_declined", true);
    await this.look();
  }

  /** Once for each start; without a network the next look tries again. */
  async #renew(): Promise<void> {
    this.#is_renewed = await renewPush(this.api).then(
      () => true,
      () => false,
    );
  }

  async #change(change: (api: Api) => Promise<PushState>, trouble: string): Promise<void> {
    try {
      push_state.value = await change(this.api);
    } catch {
      this.say(trouble);
    }
    await this.look();
  }
}
