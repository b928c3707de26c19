// The service worker of Do I own it?: it keeps that page, what the page is made of, and the index of the shelf.
// VERSION, KEPT and ON_TAP stand before this text. The last two are addresses from here: pages/records/shop.py.

const SCOPE = self.registration.scope;
const PAGE = "offline";
const INDEX = new URL("index.json", self.location).href;
// An origin may hold several homes, each behind a path of its own.
const FILES = `linernotes files ${SCOPE} ${VERSION}`;
const SHELF = `linernotes shelf ${SCOPE}`;
// Milliseconds after which a network that says nothing counts as none.
const PATIENCE = 4000;
// What a proxy answers by itself while the app does not run.
const OF_PROXIES = new Set([502, 503, 504]);

const onTap = new Set(ON_TAP.map((address) => new URL(address, self.location).pathname));
const kept = new Map(KEPT.map((address) => new URL(address, self.location)).map((url) => [url.pathname, url.href]));

self.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(refresh());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === new URL(SCOPE).pathname) event.respondWith(answer(event));
  else if (kept.has(url.pathname)) event.respondWith(fileOf(event.request));
  else if (onTap.has(url.pathname)) event.respondWith(fileOnTap(event.request));
});

async function keepFiles() {
  const cache = await caches.open(FILES);
  await Promise.all([PAGE, ...KEPT].map(async (address) => {
    const response = await fetch(new URL(address, self.location), { cache: "no-cache" });
    if (!response.ok || response.redirected) throw new Error(`${address} cannot be kept`);
    await cache.put(response.url, response);
  }));
}

async function begin() {
  const old = (await caches.keys()).filter((name) => name.startsWith(`linernotes files ${SCOPE} `) && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
  await refresh();
}

// The app first. Where it is not reached a page gets the kept one, and a page that asks for an answer gives it itself.
async function answer(event) {
  try {
    const response = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE) });
    if (OF_PROXIES.has(response.status)) throw new Error("the app is not there");
    if (event.request.mode === "navigate" && response.ok) event.waitUntil(refresh());
    return response;
  } catch {
    if (event.request.mode !== "navigate") return Response.error();
    const page = await (await caches.open(FILES)).match(new URL(PAGE, self.location));
    return page ?? Response.error();
  }
}

// Scripts import each other without a version: all of them are of the same one here.
async function fileOf(request) {
  const cache = await caches.open(FILES);
  const whole = new URL(request.url).search ? request : kept.get(new URL(request.url).pathname);
  const found = await cache.match(whole);
  if (found) return found;
  try {
    return await fetch(request);
  } catch {
    return (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

// What reads barcodes: fetched when it is first used, and kept from then on.
async function fileOnTap(request) {
  const cache = await caches.open(FILES);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok && !response.redirected) await cache.put(request, response.clone());
  return response;
}

// Brings the index up to date. A browser that is signed out keeps none: the answer leads to another page then.
async function refresh() {
  const cache = await caches.open(SHELF);
  const held = await cache.match(INDEX);
  const headers = held ? { "If-None-Match": held.headers.get("ETag") } : {};
  let response;
  try {
    response = await fetch(INDEX, { headers, cache: "no-store", redirect: "manual" });
  } catch {
    return;
  }
  if (response.ok) await cache.put(INDEX, response);
  else if (response.status !== 304 && response.status < 500) await cache.delete(INDEX);
}
