import { type Toast, toast } from "./state";

export const UNDO_MS = 6_000;

/** Say for some seconds what just happened; `undo` offers the way back. */
export function say(text: string, undo: Toast["undo"] = null): void {
  const shown = { text, undo };
  toast.value = shown;
  setTimeout(() => {
    if (toast.value === shown) toast.value = null;
  }, UNDO_MS);
}

export function unsay(): void {
  toast.value = null;
}
