/** The panel in another site's frame: what it shows is fetched anew when something about its customers changed. */

const RETRY_MS = 3000;

export function startPanel(): void {
  const root = document.querySelector<HTMLElement>("[data-panel-live]");
  if (root) listen(root, root.dataset.newest ?? "0");
}

function listen(root: HTMLElement, newest: string): void {
  const source = new EventSource(`${root.dataset.panelLive}&after=${encodeURIComponent(newest)}`);
  let seen = newest;
  source.addEventListener("change", (event) => {
    seen = (event as MessageEvent<string>).lastEventId || seen;
    void refresh(root);
  });
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(root, seen), RETRY_MS);
  };
  addEventListener("pagehide", () => source.close());
}

async function refresh(root: HTMLElement): Promise<void> {
  const place = root.querySelector<HTMLElement>("[data-panel-about]");
  if (!place || place.contains(document.activeElement)) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-panel-about]");
  // While it was on its way somebody may have gone into it: what is under the keyboard is not taken away.
  if (fresh && !place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
}
