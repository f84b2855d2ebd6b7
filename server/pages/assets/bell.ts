/** The bell in the bar: fetched anew when somebody is told of something, on whatever page is open. */
import { fetchFragment } from "./fragment";
import { announce } from "./note_cards";

export async function ring(): Promise<void> {
  const bell = document.querySelector<HTMLElement>("[data-unread]");
  if (!bell) return;
  const fragment = await fetchFragment(bell.dataset.unread ?? "").catch(() => null);
  const fresh = fragment?.[0];
  if (!fresh || !bell.isConnected) return;
  const said = fresh.getAttribute("aria-label") ?? "";
  if (said === bell.getAttribute("aria-label")) return;
  bell.replaceChildren(...fresh.childNodes); // not the link itself: somebody may stand on it
  bell.setAttribute("aria-label", said);
  announce(said);
}
