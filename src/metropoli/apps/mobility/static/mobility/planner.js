// What the planner adds where there is JavaScript. Without it the form, the links and the lists all work.

import { mapOf } from "../web/map.js";
import "./colors.js";
import "./remember.js";
import { suggestOn } from "./suggest.js";
import "./wishes.js";

const VIAS = ["via", "via2"]; // places on the way, in this order
const form = document.querySelector("#trip-form");
const ends = Object.fromEntries([...form.querySelectorAll("[data-end]")].map((end) => [end.dataset.end, endOf(end)]));

function endOf(element) {
  const text = element.querySelector("input[type=text]");
  const at = element.querySelector("input[type=hidden]");
  return {
    text,
    at,
    set({ name, lat, lon }) {
      text.value = name || `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
      at.value = `${lat.toFixed(6)},${lon.toFixed(6)}`;
      pin();
    },
  };
}

async function pin() {
  const element = document.querySelector("#trip-map");
  const map = element && (await mapOf(element));
  if (!map) return;
  for (const [role, end] of Object.entries(ends)) {
    const [lat, lon] = end.at.value.split(",").map(Number);
    if (end.at.value) map.setPoint(role, { lat, lon, name: end.text.value });
    else if (VIAS.includes(role)) map.setPoint(role, null);
  }
}

// The answer may be to another question than the form's: earlier, later, the page of before.
function followAddress() {
  const asked = new URLSearchParams(window.location.search);
  for (const name of ["from", "to", "from_at", "to_at", "when", "date", "time"]) {
    if (asked.get(name)) form.elements[name].value = asked.get(name);
  }
  for (const name of VIAS.flatMap((via) => [via, `${via}_at`, `${via}_stay`])) {
    form.elements[name].value = asked.get(name) ?? "";
  }
}

function askIfComplete() {
  if (ends.from.text.value && ends.to.text.value) form.requestSubmit();
}

for (const [role, end] of Object.entries(ends)) {
  end.text.addEventListener("input", () => (end.at.value = "")); // another text, another place
  suggestOn(end.text, form.dataset.suggest, (place) => {
    end.set(place);
    if (role === "from") ends.to.text.focus();
    askIfComplete();
  });
}

document.addEventListener("map:pick", ({ detail }) => {
  const role = detail.role === "point" ? "from" : detail.role;
  ends[role]?.set(detail);
  askIfComplete();
});

document.addEventListener("map:locate", ({ detail }) => {
  ends.from.set({ name: form.dataset.here, ...detail });
  askIfComplete();
});

form.querySelector("[data-swap]").addEventListener("click", (event) => {
  event.preventDefault();
  for (const [one, other] of [["from", "to"], VIAS]) {
    for (const name of one === "via" ? ["", "_at", "_stay"] : ["", "_at"]) {
      const [here, there] = [form.elements[one + name], form.elements[other + name]];
      [here.value, there.value] = [there.value, here.value];
    }
  }
  pin();
  askIfComplete();
});

form.querySelector("[data-here]").addEventListener("click", async () => {
  const map = await mapOf(document.querySelector("#trip-map"));
  await map?.locate();
});

function revealButtons() {
  for (const button of document.querySelectorAll("[data-copy-link], [data-print], [data-here]")) button.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-print]")) window.print();
  if (!target.closest("[data-copy-link]")) return;
  await navigator.clipboard.writeText(window.location.href);
  document.querySelector("[data-copied]").textContent = form.dataset.copied;
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  revealButtons();
  if (target.id !== "answer") return;
  followAddress();
  const heading = target.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: window.matchMedia("(min-width: 62rem)").matches });
});

// Paper cannot be clicked: the chosen trip is printed with its steps and stops unfolded.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll(".mobility-trip[open] .mobility-legs details:not([open])")) {
    folded.open = true;
    folded.dataset.unfolded = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const unfolded of document.querySelectorAll("[data-unfolded]")) {
    unfolded.open = false;
    delete unfolded.dataset.unfolded;
  }
});

revealButtons();
pin();
