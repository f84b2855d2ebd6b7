import type { Api } from "../api/client";
import type { LocationChoice } from "../api/contract";
import { reasonForNone } from "../location/choice";
import type { Database } from "../store/database";
import { listFixes, removeFixes } from "../store/fixes";
import { readSetting, saveSetting } from "../store/settings";
import { fix_count, location_choice, time_zone, told_choice } from "./state";

/** What the person lets be known, kept on the phone so that it is obeyed without a network too. */
export class ChoiceKeeper {
  #answers = 0;

  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  async open(): Promise<void> {
    told_choice.value = await readSetting(this.database, "location_choice");
  }

  async refresh(): Promise<void> {
    try {
      const answers = this.#answers;
      const choice = await this.api.locationChoice();
      // A tap was answered meanwhile: this choice may be older than what is shown.
      if (answers === this.#answers) await this.#show(choice);
    } catch (failure) {
      this.failed(failure);
    }
  }

  /** Take in what the server answered to a tap. */
  async take(choice: LocationChoice): Promise<void> {
    this.#answers += 1;
    await this.#show(choice);
  }

  mayAsk(): boolean {
    return reasonForNone(location_choice.value, Date.now(), time_zone.value) === null;
  }

  /** Throw away the positions that wait here and that the person does not let be known (any more). */
  async dropForbidden(): Promise<void> {
    const choice = location_choice.value;
    if (!choice) return;
    const kept = await listFixes(this.database);
    const forbidden = kept.filter((fix) => reasonForNone(choice, Date.parse(fix.at), time_zone.value) !== null);
    if (forbidden.length === 0) return;
    await removeFixes(this.database, forbidden);
    fix_count.value = await this.database.count("fixes");
  }

  async #show(choice: LocationChoice): Promise<void> {
    told_choice.value = choice;
    await saveSetting(this.database, "location_choice", choice);
  }
}
