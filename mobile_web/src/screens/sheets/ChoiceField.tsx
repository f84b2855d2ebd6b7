import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Attribute, AttributeValue } from "../../api/contract";
import { shownChoices } from "./choices";

/** One of several, as buttons; where there are many, the likeliest ones and a field to find the others. */
export function ChoiceField({ attribute, onChange }: { attribute: Attribute; onChange: (value: AttributeValue) => void }) {
  const id = useId();
  const words = useSignal("");
  const { shown, are_more } = shownChoices(attribute.choices, attribute.value, words.value);
  return (
    <>
      <div class="button-row">
        {shown.map((choice) => (
          <button
            key={String(choice.value)}
            type="button"
            class="button chosen"
            aria-pressed={choice.value === attribute.value}
            onClick={() => onChange(choice.value)}
          >
            {choice.label}
          </button>
        ))}
      </div>
      {(are_more || words.value) && (
        <>
          <label class="for-readers" for={id}>
            Find {attribute.label}
          </label>
          <input
            id={id}
            class="field field-date"
            type="search"
            autocomplete="off"
            placeholder={`Find among ${attribute.choices.length}`}
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value;
            }}
          />
        </>
      )}
    </>
  );
}
