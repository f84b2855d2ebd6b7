import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./Icon";
import "./sheet.css";

/** A sheet that slides in from below; Escape, the back gesture and a tap beside it close it. */
export function Sheet(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title_id = useId();
  useEffect(() => {
    noteOpener();
    dialog.current?.showModal();
    return () => void requestAnimationFrame(returnFocus);
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={title_id}
      onClose={props.onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="sheet-body">
        <header class="sheet-head">
          <h2 id={title_id}>{props.title}</h2>
          <button type="button" class="button-icon" aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

let opener: HTMLElement | null = null;

/** One sheet may lead to another: where the first was opened from is where the last one leads back to. */
function noteOpener(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused !== document.body) opener = focused;
}

/** The browser itself forgets the way back where a sheet took the place of another. */
function returnFocus(): void {
  const is_lost = document.activeElement === document.body && document.querySelector("dialog[open]") === null;
  if (is_lost && opener?.isConnected) opener.focus();
}
