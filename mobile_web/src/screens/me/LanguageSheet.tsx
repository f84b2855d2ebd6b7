import { useEffect } from "preact/hooks";
import { usePhone } from "../../app/context";
import { chosen_language, spoken_languages, told_language } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { is_connected } from "../today/connection";
import { languageHint, languageName, languagesOffered } from "./language_words";
import "./me.css";

/** In which language one speaks: it counts for notes heard from the tap on. */
export function LanguageSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  useEffect(() => void phone.language.refresh(), [phone]);
  const chosen = chosen_language.value;
  const own = told_language.value;
  const is_told = own !== null && own.language === chosen;
  const hint = is_told ? languageHint(own) : null;
  return (
    <Sheet title="Language of your notes" onClose={onClose}>
      <p class="sheet-note">The server hears your notes with the speech model of this language, from now on.</p>
      <fieldset class="me-part me-modes">
        <legend>You speak</legend>
        {languagesOffered(chosen, spoken_languages.value).map((language) => (
          <label key={language ?? ""} class="me-mode">
            <input
              type="radio"
              name="language"
              checked={language === chosen}
              onChange={() => void phone.taps.keep({ kind: "own_language", language })}
            />
            <span class="me-mode-title">{language === null ? "The company's language" : languageName(language)}</span>
          </label>
        ))}
      </fieldset>
      <p class="sheet-note" role="status">
        {is_told ? (hint ?? `Heard by ${own.model}.`) : is_connected.value ? "Telling the server…" : "Kept here; the server learns of it when there is a network."}
      </p>
      {spoken_languages.value.length < 2 && <p class="sheet-note">Another language is offered here once your company's Rounds has a speech model for it.</p>}
    </Sheet>
  );
}
