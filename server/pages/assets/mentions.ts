/** Completes the names of colleagues behind an @: arrows choose, Enter or Tab takes, Escape leaves. */

const WAIT_MS = 80;
const BEGUN = /(?:^|[^\w@])@([\p{L}\p{M}'-]*(?: [\p{L}\p{M}'-]*)?)$/u;

interface Colleague {
  id: string;
  name: string;
}

export function startMentions(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-mentions]")) new Mentions(field);
}

class Mentions {
  private readonly list = document.createElement("ul");
  private names: string[] = [];
  private chosen = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly field: HTMLTextAreaElement) {
    this.list.className = "named__list";
    this.list.id = `${field.id}-names`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Colleagues");
    this.list.hidden = true;
    field.parentElement?.classList.add("named");
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.autocomplete = "off";
    field.addEventListener("input", () => this.look());
    field.addEventListener("keydown", (event) => this.onKey(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.onPress(event));
  }

  private get begun(): string | null {
    const before = this.field.value.slice(0, this.field.selectionStart);
    return BEGUN.exec(before)?.[1] ?? null;
  }

  private look(): void {
    clearTimeout(this.waiting);
    if (this.begun === null) return this.close();
    this.waiting = setTimeout(() => void this.fetch(), WAIT_MS);
  }

  private async fetch(): Promise<void> {
    const begun = this.begun;
    if (begun === null) return this.close();
    const address = `${this.field.dataset.mentions}?q=${encodeURIComponent(begun)}`;
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || this.begun !== begun) return;
    const told = (await answer.json()) as { colleagues: Colleague[] };
    this.show(told.colleagues.map((one) => one.name));
  }

  private show(names: string[]): void {
    this.names = names;
    this.list.hidden = names.length === 0;
    this.list.replaceChildren(...names.map((name, at) => this.option(name, at)));
    this.choose(0);
  }

  private option(name: string, at: number): HTMLElement {
    const option = document.createElement("li");
    option.className = "named__one";
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    return option;
  }

  private choose(at: number): void {
    const options = [...this.list.children];
    this.chosen = options.length ? (at + options.length) % options.length : 0;
    for (const [place, option] of options.entries()) option.setAttribute("aria-selected", String(place === this.chosen));
    const current = options[this.chosen];
    if (current) this.field.setAttribute("aria-activedescendant", current.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private onKey(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(this.chosen + step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else return;
    event.preventDefault();
  }

  private onPress(event: MouseEvent): void {
    const at = [...this.list.children].indexOf(event.target as Element);
    if (at < 0) return;
    event.preventDefault(); // the field keeps the focus
    this.take(at);
  }

  private take(at: number): void {
    const name = this.names[at];
    const until = this.field.selectionStart;
    const from = until - (this.begun?.length ?? 0);
    if (name !== undefined) this.field.setRangeText(`${name} `, from, until, "end");
    this.close();
  }

  private close(): void {
    clearTimeout(this.waiting);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.removeAttribute("aria-activedescendant");
  }
}
