// What the page of what can be reached adds where there is JavaScript: suggestions, the map, one's own position.

import { mapOf } from "../web/map.js";
import { suggestOn } from "./suggest.js";

const form = document.querySelector("#reach-form");
const text = form.querySelector("[data-end] input[type=text]");
const at = form.querySelector("[data-end] input[type=hidden]");
const map = () => mapOf(document.querySelector("#reach-map"));

async function begin({ name, lat, lon }) {
  text.value = name || `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  at.value = `${lat.toFixed(6)},${lon.toFixed(6)}`;
  (await map())?.setPoint("from", { lat, lon, name: text.value });
  form.requestSubmit();
}

text.addEventListener("input", () => (at.value = "")); // another text, another place
text.addEventListener("change", (event) => event.stopPropagation()); // it counts when it is sent or chosen
suggestOn(text, form.dataset.suggest, begin);
document.addEventListener("map:pick", ({ detail }) => begin(detail));
document.addEventListener("map:locate", ({ detail }) => begin({ name: form.dataset.here, ...detail }));

const here = form.querySelector("[data-here]");
here.hidden = false;
here.addEventListener("click", async () => (await map())?.locate());

// Nothing is asked before one has said from where.
form.addEventListener("htmx:confirm", (event) => {
  if (!text.value.trim()) event.preventDefault();
});

// The answer may be to another question than the form's: another kind, the page of before.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "answer") return;
  const asked = new URLSearchParams(window.location.search);
  for (const name of ["from", "from_at", "kind", "date", "time", "minutes", "mode", "money", "certainty"]) {
    if (asked.has(name) || name === "kind") form.elements[name].value = asked.get(name) ?? "";
  }
  const heading = target.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  if (!form.contains(document.activeElement)) heading?.focus({ preventScroll: window.matchMedia("(min-width: 62rem)").matches });
});
