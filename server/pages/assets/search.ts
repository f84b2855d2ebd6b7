/** The keyboard in the search: "/" goes there, arrows walk through what was found, Enter opens, Escape leaves. */
export function startSearch(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !isTyping(event.target) && !hasModifier(event)) {
      const field = document.querySelector<HTMLInputElement>("#search");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
  for (const search of document.querySelectorAll<HTMLElement>("[data-search]")) new Search(search);
}

class Search {
  private readonly field: HTMLInputElement;
  private readonly results: HTMLElement;

  constructor(root: HTMLElement) {
    this.field = required(root, "input");
    this.results = required(root, "[data-search-results]");
    root.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => {
      if (!root.contains(event.target as Node)) this.close();
    });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.leave(event);
    if (event.key === "ArrowDown") return this.move(1, event);
    if (event.key === "ArrowUp") return this.move(-1, event);
    if (event.key === "Enter" && event.target === this.field) this.openFirst(event);
  }

  private get hits(): HTMLAnchorElement[] {
    return [...this.results.querySelectorAll<HTMLAnchorElement>("a.hit")];
  }

  private move(step: number, event: KeyboardEvent): void {
    const stops = [this.field, ...this.hits];
    if (stops.length < 2) return;
    event.preventDefault();
    const at = stops.indexOf(document.activeElement as HTMLInputElement & HTMLAnchorElement);
    stops[(at + step + stops.length) % stops.length]?.focus();
  }

  /** Enter opens the first hit when the list is the one of the words typed; else the form asks for it. */
  private openFirst(event: KeyboardEvent): void {
    const shown = this.results.querySelector<HTMLElement>(".hits")?.dataset.query;
    const first = this.hits[0];
    if (!first || shown !== this.field.value.trim()) return;
    event.preventDefault();
    first.click();
  }

  private leave(event: KeyboardEvent): void {
    event.preventDefault();
    if (document.activeElement === this.field) this.field.value = "";
    this.close();
    this.field.focus();
  }

  private close(): void {
    this.results.replaceChildren();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function required<T extends HTMLElement>(root: HTMLElement, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the search has no ${selector}`);
  return found;
}
