import { toast } from "../app/state";
import "./toast.css";

/** A word about what just happened, with the way back where there is one. */
export function Toast() {
  const shown = toast.value;
  return (
    <div class="toast-place" role="status" aria-label="Message">
      {shown && (
        <div class="toast">
          <span>{shown.text}</span>
          {shown.undo && (
            <button type="button" class="toast-undo" onClick={shown.undo}>
              Undo
            </button>
          )}
        </div>
      )}
    </div>
  );
}
