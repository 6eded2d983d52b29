// What keeps a screen true between two answers of the server, and when none comes any more.

import { dress } from "./colors.js";

const TICK_MS = 1000;
const GONE_AFTER_S = 20;
const RUNS_PX_PER_S = 110;
const STILL_MS = 9000; // how long a notice stands where nothing may move
const HOUR_MIN = 60;
const MARK = 'id="screen"';

const state = document.querySelector("[data-state]");
const ticker = document.querySelector("[data-ticker]");
let heard = { serverMs: 0, atMs: 0 };
let notices = [];
let shown = 0;

const begun = document.getElementById("screen").dataset.release;

const screen = () => document.getElementById("screen");
const nowMs = () => heard.serverMs + performance.now() - heard.atMs;

function clock(ms) {
  const { lang, dataset } = screen();
  return new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: dataset.zone }).format(ms);
}

function begin() {
  if (screen().dataset.release !== begun) window.location.reload(); // a screen stays on for months
  heard = { serverMs: Number(screen().dataset.now) * 1000, atMs: performance.now() };
  state.hidden = true;
  dress(screen());
  tell([...screen().querySelectorAll("[data-notices] li")].map((one) => one.textContent));
  tick();
}

function tick() {
  const { dataset } = screen();
  screen().querySelector("[data-clock]").textContent = clock(nowMs());
  for (const row of screen().querySelectorAll("[data-departs], [data-gone]")) {
    const leftS = Number(row.dataset.departs ?? row.dataset.gone) - nowMs() / 1000;
    if (leftS < -GONE_AFTER_S) row.remove();
    else if (row.dataset.departs) say(row.querySelector("[data-minutes]"), Math.max(0, Math.floor(leftS / 60)), dataset);
  }
}

function say(place, minutes, words) {
  if (place.dataset.minutes === String(minutes)) return;
  place.dataset.minutes = minutes;
  const unit = document.createElement("small");
  unit.textContent = words.wordMin;
  if (minutes >= HOUR_MIN) place.replaceChildren(place.dataset.at);
  else if (minutes) place.replaceChildren(`${minutes} `, unit);
  else place.replaceChildren(words.wordNow);
}

// The text runs on from one answer to the next, unless it has changed.
function tell(said) {
  if (said.join("\n") === notices.join("\n")) return;
  notices = said;
  shown = 0;
  ticker.hidden = !said.length;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const text = ticker.querySelector("p");
  text.textContent = still ? (said[0] ?? "") : said.join("   ●   ");
  ticker.style.setProperty("--lasts", `${Math.round(text.scrollWidth / RUNS_PX_PER_S)}s`);
}

setInterval(() => {
  if (notices.length < 2 || !matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  shown = (shown + 1) % notices.length;
  ticker.querySelector("p").textContent = notices[shown];
}, STILL_MS);

function broken() {
  state.textContent = `${screen().dataset.wordStale} ${clock(heard.serverMs)}`;
  state.hidden = false;
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, broken);

// Whatever answers in place of the city (the page of a hotel's network, say) is not shown.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseText.includes(MARK)) return;
  event.detail.shouldSwap = false;
  broken();
});
document.addEventListener("htmx:afterSwap", begin);

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // The screen goes dark when its system says so.
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayAwake());
document.body.classList.add("is-scripted");
begin();
setInterval(tick, TICK_MS);
stayAwake();
