import type { Api } from "../api/client";
import type { OwnLanguage } from "../api/contract";
import type { Database } from "../store/database";
import { readSetting, saveSetting } from "../store/settings";
import { spoken_languages, told_language } from "./state";

/** In which language the owner's notes are heard, and which others the server could hear. */
export class LanguageKeeper {
  constructor(
    readonly database: Database,
    readonly api: Api,
    readonly failed: (failure: unknown) => void,
  ) {}

  async open(): Promise<void> {
    const kept = await readSetting(this.database, "language");
    told_language.value = kept?.own ?? null;
    spoken_languages.value = kept?.spoken ?? [];
  }

  async refresh(): Promise<void> {
    try {
      const [own, models] = await Promise.all([this.api.ownLanguage(), this.api.speechModels()]);
      spoken_languages.value = [...new Set(models.map(({ language }) => language).filter(Boolean))];
      await this.take(own);
    } catch (failure) {
      this.failed(failure);
    }
  }

  /** Take in what the server answered to a tap. */
  async take(own: OwnLanguage): Promise<void> {
    told_language.value = own;
    await saveSetting(this.database, "language", { own, spoken: spoken_languages.value });
  }
}
