import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Attribute, AttributeValue } from "../../api/contract";
import { Icon } from "../../components/Icon";
import { pressed, stepped, textOf, valueOf } from "./number_text";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "⌫"];

/** A number without a keyboard: step it, or tap it for a number pad, whose first key begins anew. A hardware keyboard works as well. */
export function NumberField({ attribute, onChange }: { attribute: Attribute; onChange: (value: AttributeValue) => void }) {
  const id = useId();
  const is_open = useSignal(false);
  const is_money = attribute.type === "money";
  const text = useSignal(textOf(attribute.value, is_money));
  const is_fresh = useSignal(true);

  const set = (next: string): void => {
    text.value = next;
    is_fresh.value = false;
    onChange(valueOf(next, attribute.value));
  };

  return (
    <>
      <div class="stepper">
        <button type="button" class="button" aria-label={`Less ${attribute.label}`} onClick={() => set(stepped(text.value, -1))}>
          <Icon name="minus" />
        </button>
        <div class="stepper-value">
          {is_money && <span class="stepper-sign">$</span>}
          <label class="for-readers" for={id}>
            {attribute.label}
          </label>
          <input
            id={id}
            class="field"
            inputMode="none"
            autocomplete="off"
            value={text.value}
            onFocus={(event) => {
              is_open.value = true;
              is_fresh.value = true;
              event.currentTarget.select();
            }}
            onInput={(event) => set(event.currentTarget.value)}
          />
        </div>
        <button type="button" class="button" aria-label={`More ${attribute.label}`} onClick={() => set(stepped(text.value, 1))}>
          <Icon name="plus" />
        </button>
      </div>
      {is_open.value && (
        <div class="pad" role="group" aria-label={`Number pad for ${attribute.label}`}>
          {KEYS.map((key) => (
            <button
              key={key}
              type="button"
              class="button"
              aria-label={key === "⌫" ? "Delete digit" : key === "." ? "Point" : key}
              onClick={() => set(pressed(is_fresh.value ? "" : text.value, key))}
            >
              {key}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
