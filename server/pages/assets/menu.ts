/** Menus (details elements) close on Escape and on a click elsewhere. */
export function startMenus(): void {
  document.addEventListener("click", (event) => closeOthers(event.target as Node));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>(".menu[open]") : null;
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

function closeOthers(clicked: Node): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(".menu[open]")) {
    if (!menu.contains(clicked)) menu.open = false;
  }
}
