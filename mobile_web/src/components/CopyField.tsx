import { useId } from "preact/hooks";
import { say } from "../app/toasts";
import "./copy_field.css";

/** A value to be taken into another app, with a button that copies it. */
export function CopyField({ name, value }: { name: string; value: string }) {
  const id = useId();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      say(`${name} copied`);
    } catch {
      // Without the right to write the clipboard, the value is marked for the phone's own copying.
      (document.getElementById(id) as HTMLInputElement | null)?.select();
      say("Hold the marked text to copy it");
    }
  };
  return (
    <div class="copy">
      <label class="label" for={id}>
        {name}
      </label>
      <div class="copy-line">
        <input id={id} class="field" readonly value={value} />
        <button type="button" class="button" aria-label={`Copy ${name}`} onClick={() => void copy()}>
          Copy
        </button>
      </div>
    </div>
  );
}
