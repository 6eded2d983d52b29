// A stop that is suggested is added by its key, so that namesakes are told apart. Without this script names do.

import "./colors.js";
import { suggestOn } from "./suggest.js";

const form = document.querySelector("[data-compose]");
const text = form.elements.q;

suggestOn(text, form.dataset.suggest, ({ key }) => {
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: "stop", value: key });
  form.querySelector("#chosen").append(chosen);
  text.value = "";
  form.requestSubmit();
});

// What is written is no choice yet: it counts when it is sent.
text.addEventListener("change", (event) => event.stopPropagation());

function reveal() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("htmx:afterSettle", () => {
  reveal();
  text.value = "";
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  told.textContent = told.dataset.copied;
});

reveal();
