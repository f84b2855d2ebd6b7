import type { Api } from "../api/client";
import { sources } from "./state";

/** How fresh the positions of this phone's location apps are, as the server tells. */
export class SourcesKeeper {
  constructor(
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  async refresh(): Promise<void> {
    try {
      sources.value = { answer: await this.api.positionSources(), told_ms: Date.now() };
    } catch (failure) {
      this.failed(failure);
    }
  }
}
