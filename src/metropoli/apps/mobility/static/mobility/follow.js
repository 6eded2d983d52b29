// Looks again while somebody looks at the page, and not otherwise.

import "./colors.js";

const LOOK_EVERY_MS = 25_000;
const followed = document.querySelector("#followed");
let looked = Date.now();

function look() {
  if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_EVERY_MS - 500) return;
  looked = Date.now();
  followed.dispatchEvent(new Event("refresh"));
}

function say() {
  for (const line of document.querySelectorAll("[data-polls]")) line.hidden = false;
}

// What is read aloud must not be read again every time: only what has changed is put in its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target !== followed) return;
  if (event.detail.xhr.status >= 500) event.detail.shouldSwap = false; // what is known stays on the screen
});
document.addEventListener("htmx:afterSettle", say);
document.addEventListener("visibilitychange", look);
setInterval(look, LOOK_EVERY_MS);
say();
