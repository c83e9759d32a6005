// The service worker of Muse. It keeps static files and one page, "you are offline", which is the same for everybody. No
// other page is kept, nothing that is sent, and nothing of other sites.
"use strict";

const CACHE = "muse-{{ version }}";
const OFFLINE = "{{ offline|escapejs }}";
const STATIC = "{{ static|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
// A file whose name carries a hash of what it holds never changes.
const HASHED = /\.[0-9a-f]{8,}\.\w+$/;

self.addEventListener("install", (event) => {
  // Without cookies, so that what is kept is a visitor's.
  const fresh = (address) => new Request(address, { cache: "reload", credentials: "omit" });
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([OFFLINE, ...FILES].map(fresh)))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("muse-") && name !== CACHE) await caches.delete(name);
    }
    // The page is asked for while the worker starts.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const page = async (event) => {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match(OFFLINE)) ?? Response.error();
  }
};

const file = async (request, address) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept && HASHED.test(address.pathname)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && HASHED.test(address.pathname)) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith(STATIC)) event.respondWith(file(request, address));
});
