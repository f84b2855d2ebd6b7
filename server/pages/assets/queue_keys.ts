/** The keyboard in lists of promises and complaints: arrows go from row to row, letters press what the row offers. */

export function startQueueKeys(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-rows]")) new QueueKeys(list);
}

class QueueKeys {
  private at = 0;

  constructor(private readonly list: HTMLElement) {
    this.makeFocusable();
    list.addEventListener("keydown", (event) => this.onKey(event));
    list.addEventListener("focusin", () => this.remember());
    // What was pressed took its row along: the next one is at its place.
    new MutationObserver(() => this.onChange()).observe(list, { childList: true, subtree: true });
  }

  private get rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-row]")];
  }

  private makeFocusable(): void {
    for (const [place, row] of this.rows.entries()) row.tabIndex = place === this.at ? 0 : -1;
  }

  private remember(): void {
    const at = this.rows.findIndex((row) => row.contains(document.activeElement));
    if (at >= 0) this.at = at;
  }

  private onChange(): void {
    const wasInside = document.activeElement === document.body && this.list.dataset.pressed !== undefined;
    this.at = Math.max(0, Math.min(this.at, this.rows.length - 1));
    this.makeFocusable();
    if (!wasInside) return;
    delete this.list.dataset.pressed;
    this.rows[this.at]?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const row = this.rows[this.at];
    if (!row?.contains(event.target as Node) || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.rows[Math.max(0, Math.min(this.at + step, this.rows.length - 1))]?.focus();
    else if (!this.press(row, event.key.toLowerCase())) return;
    event.preventDefault();
  }

  private press(row: HTMLElement, key: string): boolean {
    const found = row.querySelector<HTMLElement>(key === "o" ? "a[href*='/notes/']" : `[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    this.list.dataset.pressed = key;
    found.click();
    return true;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
