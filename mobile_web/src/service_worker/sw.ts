/// The app without a network: a named list of files in a versioned cache. Never touches /api.
declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE__: string[];
declare const __VERSION__: string;

const PREFIX = "rounds-app-";
const CACHE = PREFIX + __VERSION__;
const SHELL = "/app/";

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === self.location.origin && url.pathname.startsWith(SHELL);
  if (event.request.method !== "GET" || !isOurs) return;
  event.respondWith(event.request.mode === "navigate" ? openShell() : fromCacheFirst(event.request));
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
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

export {};
