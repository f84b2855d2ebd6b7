/** A button that copies a link, and fields that select themselves. */
export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    if (!navigator.clipboard) continue; // pages without https have none: the field beside it selects itself
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => (button.textContent = "Copied"));
    });
  }
  for (const field of document.querySelectorAll<HTMLInputElement>("[data-select-all]")) {
    field.addEventListener("focus", () => field.select());
  }
}
