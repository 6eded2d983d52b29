// What is around, as things are now: looked up while it is shown to somebody, and not otherwise.

import { mapOf } from "../web/map.js";
import { dress } from "./colors.js";

const LOOK_EVERY_MS = 20_000;
const STILL_MS = 600; // how long the map rests before the new part of it is looked up

const form = document.querySelector("#layers");
const list = document.querySelector("#around");
const element = document.querySelector("#trip-map");
let looked = 0;
let resting = 0;

const PART_PX = 76; // so much room has each mark, at the least
const partsOf = (px) => Math.min(20, Math.max(1, Math.round(px / PART_PX)));
const chosen = () => [...form.querySelectorAll("input:checked")].map((input) => input.value);

async function look() {
  const map = await mapOf(element);
  if (!map || document.visibilityState !== "visible") return;
  looked = Date.now();
  const layers = chosen();
  if (!layers.length) {
    list.replaceChildren();
    map.setMarks([]);
    return;
  }
  const [west, south, east, north] = map.bounds();
  const box = { south_deg: south, west_deg: west, north_deg: north, east_deg: east };
  const query = new URLSearchParams(layers.map((layer) => ["layers", layer]));
  for (const [side, degrees] of Object.entries(box)) query.set(side, degrees.toFixed(5));
  query.set("across", partsOf(element.clientWidth));
  query.set("up", partsOf(element.clientHeight));
  const answer = await fetch(`${form.dataset.around}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) show(await answer.text(), map); // without an answer what is known stays
}

function show(html, map) {
  const kept = document.activeElement?.dataset?.showMark;
  const open = list.querySelector("details")?.open;
  list.innerHTML = html; // our own page, escaped by the server
  dress(list);
  if (open) list.querySelector("details")?.setAttribute("open", "");
  map.setMarks(JSON.parse(list.querySelector("#around-marks").textContent).map((mark) => ({ ...mark, ...wordsOf(mark) })));
  if (kept) find(kept)?.querySelector("button")?.focus({ preventScroll: true });
}

const find = (key) => [...list.querySelectorAll("[data-key]")].find((item) => item.dataset.key === key);

// What the list says of it: its name, and the rest.
function wordsOf({ key }) {
  const [name, note] = [...(find(key)?.children ?? [])].map((part) => part.textContent.replace(/\s+/g, " ").trim());
  return { name, note };
}

function rested() {
  clearTimeout(resting);
  if (chosen().length) resting = setTimeout(look, STILL_MS);
}

list.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-show-mark]");
  if (!button) return;
  const map = await mapOf(element);
  map?.moveTo({ lat: Number(button.dataset.lat), lon: Number(button.dataset.lon), zoom: 16 });
});

form.querySelector("[data-plain]").hidden = true;
form.addEventListener("change", look);
document.addEventListener("map:move", rested);
document.addEventListener("map:ready", () => chosen().length && look());
document.addEventListener("visibilitychange", () => chosen().length && Date.now() - looked > LOOK_EVERY_MS && look());
setInterval(() => chosen().length && look(), LOOK_EVERY_MS);
