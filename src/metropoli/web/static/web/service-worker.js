// Stands between pages and network. Everything is asked of the network first; what the server marks as
// fit to be kept (a trip, a board) is kept on this device only, and shown, dated, when no network answers.
// CONFIG is put before this file by the server; it changes with every release, and so does the worker.

const SHELL = `metropoli-shell-${CONFIG.release}`;
const KEPT = "metropoli-kept";
const SLOW_MS = 8000; // what is kept is worth more than to wait longer
const PIECE = /<!--keep-->([^]*)<!--\/keep-->/;
const DRAWINGS = /<script [^>]*type="application\/json"[^>]*>[^]*?<\/script>/g;
const ASSETS = /(?:href|src)="([^"#]+)/g;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  event.waitUntil(furnish().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([tidy(), self.registration.navigationPreload?.enable(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (CONFIG.untouched.some((start) => plain(url.pathname).startsWith(start))) return;
  if (url.pathname.startsWith(CONFIG.statics)) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.headers.has("HX-Request")) event.respondWith(part(event));
});

self.addEventListener("message", (event) => {
  const url = new URL(event.source.url);
  if (event.data !== "keep" || CONFIG.untouched.some((start) => plain(url.pathname).startsWith(start))) return;
  event.waitUntil(fetch(url.href).then((answer) => keep(event, answer)).catch(() => null));
});

// The page that shows what is kept, in each language, with all that it is made of. Asked without
// cookies: nobody's name is on it.
async function furnish() {
  const cache = await caches.open(SHELL);
  const assets = new Set();
  for (const address of Object.values(CONFIG.pages)) {
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    for (const [, found] of (await answer.clone().text()).matchAll(ASSETS)) {
      if (found.startsWith(CONFIG.statics)) assets.add(found);
    }
    await cache.put(address, answer);
  }
  await cache.addAll([...assets].map((address) => new Request(address, { cache: "no-cache" })));
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("metropoli-shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function asset(request) {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreVary: true });
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function page(event, url) {
  const answer = answerOf(event);
  const kept = await isKept(url);
  try {
    return await (kept ? Promise.race([answer, tooSlow()]) : answer);
  } catch {
    answer.catch(() => null); // it may still come, and be kept
    return shell(url);
  }
}

async function answerOf(event) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  keep(event, answer);
  return answer;
}

async function part(event) {
  const answer = await fetch(event.request);
  keep(event, answer);
  return answer;
}

function tooSlow() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), SLOW_MS));
}

async function shell(url) {
  const language = url.pathname.startsWith("/en/") ? "en" : "it";
  const found = await (await caches.open(SHELL)).match(CONFIG.pages[language]);
  return found ?? Response.error();
}

async function isKept(url) {
  const cache = await caches.open(KEPT);
  return Boolean((await cache.match(url.pathname + url.search)) ?? (await cache.match(url.pathname)));
}

function keep(event, answer) {
  const label = answer.headers.get(CONFIG.header);
  if (label && answer.ok) event.waitUntil(store(JSON.parse(label), answer.clone()));
}

async function store({ part, title, address }, answer) {
  const text = await answer.text();
  const piece = (PIECE.exec(text)?.[1] ?? text).replace(DRAWINGS, "");
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Kept-At": new Date().toISOString(),
    "Kept-Part": part,
    "Kept-Title": encodeURIComponent(title),
  };
  const cache = await caches.open(KEPT);
  await cache.put(address, new Response(piece, { headers }));
  await forget(cache, part);
}

// Of each kind the latest stay.
async function forget(cache, part) {
  const found = [];
  for (const request of await cache.keys()) {
    const { headers } = await cache.match(request);
    if (headers.get("Kept-Part") === part) found.push({ request, at: headers.get("Kept-At") });
  }
  found.sort((one, other) => (one.at < other.at ? 1 : -1));
  await Promise.all(found.slice(CONFIG.atMost).map(({ request }) => cache.delete(request)));
}

// The same address without its language.
function plain(path) {
  return path.replace(/^\/en(?=\/)/, "");
}
