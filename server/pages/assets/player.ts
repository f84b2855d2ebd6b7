/** Plays stretches of a note's sound: one at a time, with what was said shown below. */

export interface Stretch {
  address: string;
  said: string;
  /** Marked as playing while the sound lasts. */
  marked?: Element;
  /** Called as it plays, with the seconds since the stretch began. */
  onTime?: (played_s: number) => void;
  onEnd?: () => void;
  /** What follows when this stretch is over. */
  next?: Stretch;
}

const LONGEST_CLIP_S = 100;
const SPEEDS = [1, 1.25, 1.5, 2];
const SPEED_KEPT_AS = "rounds.speed";

const sound = new Audio();
let playing: Stretch | null = null;

export function startPlayer(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-player-stop]")) return stop();
    if (target.closest("[data-player-speed]")) return showSpeed(nextSpeed());
    const link = target.closest<HTMLAnchorElement>("a[data-clip]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (playing?.marked === link) return stop();
    play(linked(link));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && playing) stop();
  });
  sound.addEventListener("ended", () => {
    const next = playing?.next;
    stop();
    if (next) play(next);
  });
  sound.addEventListener("error", () => playing && fail());
  sound.addEventListener("timeupdate", showProgress);
}

/** A link's stretch; a long note is fetched in clips, one after the other. */
function linked(link: HTMLAnchorElement): Stretch {
  const stretch: Stretch = { address: link.href, said: link.dataset.said ?? "", marked: link };
  const address = new URL(link.href);
  const to_s = Number(address.searchParams.get("to_s"));
  const until_s = Number(link.dataset.until ?? to_s);
  if (until_s - to_s < 0.1) return stretch;
  const rest = link.cloneNode() as HTMLAnchorElement;
  address.searchParams.set("from_s", String(to_s));
  address.searchParams.set("to_s", String(Math.min(to_s + LONGEST_CLIP_S, until_s)));
  rest.href = address.href;
  return { ...stretch, next: { ...linked(rest), marked: link } };
}

export function play(stretch: Stretch): void {
  stop();
  playing = stretch;
  stretch.marked?.classList.add("is-playing");
  bar().said.textContent = stretch.said;
  bar().root.hidden = false;
  showSpeed(keptSpeed());
  sound.src = stretch.address;
  sound.play().catch((error: DOMException) => {
    if (error.name !== "AbortError" && playing === stretch) fail();
  });
  follow(stretch);
}

/** In another site's frame a browser may withhold its storage: then the speed lasts as long as the page. */
let speed = 1;

function keptSpeed(): number {
  try {
    speed = Number(localStorage.getItem(SPEED_KEPT_AS));
  } catch {
    /* withheld */
  }
  return SPEEDS.includes(speed) ? speed : 1;
}

function nextSpeed(): number {
  const next = SPEEDS[(SPEEDS.indexOf(keptSpeed()) + 1) % SPEEDS.length] ?? 1;
  speed = next;
  try {
    localStorage.setItem(SPEED_KEPT_AS, String(next));
  } catch {
    /* withheld */
  }
  return next;
}

/** The default rate too: a browser goes back to it with each new clip. */
function showSpeed(speed: number): void {
  sound.defaultPlaybackRate = sound.playbackRate = speed;
  const button = document.querySelector<HTMLElement>("[data-player-speed]");
  if (!button) return;
  button.textContent = `${speed}×`;
  button.setAttribute("aria-label", `Speed ${speed} times. Change it.`);
}

export function stop(): void {
  const ended = playing;
  playing = null;
  sound.pause();
  bar().root.hidden = true;
  ended?.marked?.classList.remove("is-playing");
  ended?.onEnd?.();
}

/** Words are shorter than the browser's own timeupdate, so each frame looks. */
function follow(stretch: Stretch): void {
  if (playing !== stretch) return;
  stretch.onTime?.(sound.currentTime);
  requestAnimationFrame(() => follow(stretch));
}

function showProgress(): void {
  if (Number.isFinite(sound.duration)) bar().progress.value = sound.currentTime / sound.duration;
}

function fail(): void {
  bar().said.textContent = "The sound cannot be played right now. Try again in a moment.";
  playing?.marked?.classList.remove("is-playing");
}

function bar(): { root: HTMLElement; said: HTMLElement; progress: HTMLProgressElement } {
  const root = document.querySelector<HTMLElement>("[data-player]");
  const said = root?.querySelector<HTMLElement>("[data-player-said]");
  const progress = root?.querySelector<HTMLProgressElement>("[data-player-progress]");
  if (!root || !said || !progress) throw new Error("the page has no player");
  return { root, said, progress };
}
