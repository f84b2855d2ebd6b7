import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { usePhone } from "../../app/context";
import { Sheet } from "../../components/Sheet";
import { uuid7 } from "../../store/uuid7";

/** A new customer where somebody stopped: a name is all it takes. */
export function ProspectSheet({ visit_id, onClose }: { visit_id: string; onClose: () => void }) {
  const phone = usePhone();
  const id = useId();
  const name = useSignal("");
  const wanted = name.value.trim();

  const save = (event: Event): void => {
    event.preventDefault();
    if (!wanted) return;
    void phone.taps.keep({ kind: "prospect", customer_id: uuid7(), name: wanted, visit_id }, `${wanted} added`);
    onClose();
  };

  return (
    <Sheet title="New prospect here" onClose={onClose}>
      <form onSubmit={save}>
        <label class="label" for={id}>
          What is it called?
        </label>
        <input
          id={id}
          class="field"
          autofocus
          autocomplete="off"
          autocapitalize="words"
          maxLength={200}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <p class="sheet-note">Type it, or say it with the keyboard's microphone. The place is where you stopped.</p>
        <button type="submit" class="button button-main button-wide" disabled={!wanted}>
          Add it
        </button>
      </form>
    </Sheet>
  );
}
