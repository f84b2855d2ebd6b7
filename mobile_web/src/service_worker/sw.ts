/// The app without a network: a named list of files in a versioned cache. Never touches /api. And the quiet reminders.
import { SHARE, takeShared } from "./share";

declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE__: string[];
declare const __VERSION__: string;

const PREFIX = "rounds-app-";
const CACHE = PREFIX + __VERSION__;
const SHELL = "/app/";
/** The recogniser and its model, which belong to no version of the app (src/hearing/model_cache.ts). */
const HEARING_CACHE = "rounds-hearing";

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === self.location.origin && url.pathname.startsWith(SHELL);
  if (event.request.method === "POST" && isOurs && url.pathname === SHARE) return event.respondWith(takeShared(event.request));
  if (event.request.method !== "GET" || !isOurs) return;
  event.respondWith(event.request.mode === "navigate" ? openShell() : fromCacheFirst(event.request));
});

self.addEventListener("push", (event) => {
  const reminder = readReminder(event.data);
  if (reminder) event.waitUntil(showReminder(reminder));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as Reminder));
});

async function fillCache(): Promise<void> {
  const cache = await caches.open(CACHE);
  // "reload" goes past the HTTP cache, so that a new version never keeps an old file.
  await cache.addAll(__PRECACHE__.map((path) => new Request(path, { cache: "reload" })));
}

async function removeOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The cached page first: the app opens at once, and a new version is there at the next start. */
async function openShell(): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? fetch(SHELL);
}

async function fromCacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  return kept ?? (await caches.match(request, { cacheName: HEARING_CACHE })) ?? fetch(request);
}

interface Reminder {
  /** Empty where a message is not about a visit: the phone's location app fell silent. */
  visit_id: string;
  title: string;
  body: string;
  /** What else than a visit it is about. */
  about?: string;
  /** The customer whose brief a tap opens; its name is the title. */
  customer_id?: string;
}

/** What a message says; nothing where it is not one of ours. */
function readReminder(data: PushMessageData | null): Reminder | null {
  try {
    const { kind, visit_id, recording_id, notice_id, customer_id, title, body } = data?.json() ?? {};
    const told = { visit_id: "", title: String(title), body: String(body), customer_id: String(customer_id ?? "") };
    if (kind === "reminder") return { ...told, about: `note-${recording_id}` };
    if (kind === "notice") return { ...told, about: `notice-${notice_id}` };
    if (kind === "phone-silent") return { visit_id: "", title: String(title), body: String(body) };
    return kind === "visit-without-note" ? { visit_id: String(visit_id), title: String(title), body: String(body) } : null;
  } catch {
    return null;
  }
}

async function showReminder(reminder: Reminder): Promise<void> {
  const { title, body, visit_id } = reminder;
  // Somebody who has the app before them may be talking into it: no sound then.
  const windows = await self.clients.matchAll({ type: "window" });
  const silent = windows.some(({ visibilityState }) => visibilityState === "visible");
  for (const window of windows) window.postMessage({ has_notice: true });
  // The same visit never stands twice among the notifications.
  const tag = visit_id ? `visit-${visit_id}` : (reminder.about ?? "phone-silent");
  await self.registration.showNotification(title, { body, tag, data: reminder, icon: "/app/icon-192.png", silent });
}

/** A tap opens what the message is about: the recorder for a visit, the brief of a customer, else the app. */
function open({ visit_id, customer_id, title }: Reminder): Promise<void> {
  if (visit_id) return openAt(`#talk=${encodeURIComponent(visit_id)}`, { talk: visit_id });
  if (!customer_id) return openAt("", null);
  const fragment = new URLSearchParams({ brief: customer_id, name: title });
  return openAt(`#${fragment}`, { about: { id: customer_id, name: title } });
}

/** The open app comes to the front and is told; where none is open, one is opened at the fragment. */
async function openAt(fragment: string, told: object | null): Promise<void> {
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return void (await self.clients.openWindow(SHELL + fragment));
  // Where the system does not let it come to the front, the app is told all the same.
  await open.focus().catch(() => undefined);
  if (told) open.postMessage(told);
}

export {};
