// What this device has kept: listed on its page, and shown in the place of a page that no network brings.

import { dress } from "./colors.js";

const KEPT = "metropoli-kept";
const frame = document.querySelector("[data-saved]");
const part = (name) => frame.querySelector(`[data-saved-${name}]`);
const when = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// Null where the browser keeps nothing for us (it was told so, or the address is not a safe one).
async function openKept() {
  try {
    return await window.caches.open(KEPT);
  } catch {
    return null;
  }
}

async function readAll(cache) {
  const found = [];
  for (const request of (await cache?.keys()) ?? []) {
    const { headers } = await cache.match(request);
    found.push({ request, at: headers.get("Kept-At"), part: headers.get("Kept-Part"), title: decodeURIComponent(headers.get("Kept-Title")) });
  }
  return found.sort((one, other) => (one.at < other.at ? 1 : -1));
}

function saidAt(at) {
  return `${frame.dataset.wordAt} ${when.format(new Date(at))}`;
}

function item(cache, kept) {
  const link = document.createElement("a");
  link.href = kept.request.url;
  link.textContent = kept.title;
  const at = document.createElement("small");
  at.textContent = saidAt(kept.at);
  const forget = document.createElement("button");
  Object.assign(forget, { type: "button", className: "btn btn-outline-primary btn-sm", textContent: frame.dataset.wordForget });
  forget.setAttribute("aria-label", `${frame.dataset.wordForget}: ${kept.title}`);
  forget.addEventListener("click", async () => {
    await cache.delete(kept.request);
    await list(cache);
  });
  const row = document.createElement("li");
  row.append(link, at, forget);
  return row;
}

async function list(cache) {
  const all = await readAll(cache);
  for (const [name, kind] of [["trips", "answer"], ["boards", "board"]]) {
    const those = all.filter((one) => one.part === kind);
    part(name).querySelector("ul").replaceChildren(...those.map((one) => item(cache, one)));
    part(name).hidden = !those.length;
  }
  part("none").hidden = Boolean(all.length);
  part("clear").hidden = !all.length && !frame.querySelector("[data-cleared]").textContent;
  frame.querySelector("[data-clear]").hidden = !all.length;
}

async function showHere(cache) {
  const { pathname, search, href } = window.location;
  const kept = (await cache?.match(pathname + search)) ?? (await cache?.match(pathname));
  for (const again of frame.querySelectorAll("[data-again]")) again.href = href;
  document.querySelector("[data-saved-intro]").hidden = true;
  part(kept ? "answer" : "offline").hidden = false;
  if (!kept) return;
  const title = decodeURIComponent(kept.headers.get("Kept-Title"));
  document.querySelector("[data-saved-heading]").textContent = document.title = title;
  part("at").textContent = saidAt(kept.headers.get("Kept-At"));
  part("here").innerHTML = await kept.text();
  dress(part("here"));
}

async function clear(cache) {
  await window.caches.delete(KEPT);
  const told = frame.querySelector("[data-cleared]");
  told.textContent = told.dataset.cleared;
  await list(await openKept());
}

const cache = await openKept();
if (window.location.pathname !== frame.dataset.saved) await showHere(cache);
await list(cache);
frame.querySelector("[data-clear]").addEventListener("click", () => clear(cache));

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  const place = frame.querySelector("[data-install]");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => event.prompt(), { once: true });
});
