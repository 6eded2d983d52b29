// What matters to me, as one moves the sliders: the same sums as `rules.burdens`, and no request.

const form = document.querySelector("#trip-form");
const field = form.querySelector("[data-points]");
const sliders = [...field.querySelectorAll("input[type=range]")];
const again = field.querySelector("[data-again]");
const levels = field.dataset.levels.split("|");

// asked: one list of amounts an alternative, null where not known.
export function burdens(asked, wishes, points) {
  const worst = points.map((_, i) => asked.reduce((most, one) => (one[i] === null ? most : Math.max(most ?? one[i], one[i])), null) ?? 0);
  return asked.map((one) => one.reduce((sum, amount, i) => sum + wishes[i] * points[i] * (amount ?? worst[i]), 0));
}

export function bestFirst(asked, wishes, points) {
  const weights = burdens(asked, wishes, points);
  return asked.map((_, place) => place).sort((one, other) => weights[one] - weights[other] || one - other);
}

const numbers = (text) => text.split(",").map((part) => (part === "" ? null : Number(part)));

// Nothing counts more than the rest: the ways are told as they leave.
const chosen = () => sliders.some((slider) => slider.value !== slider.dataset.default);

function say() {
  again.hidden = !chosen();
  for (const slider of sliders) {
    const level = levels[slider.value];
    slider.setAttribute("aria-valuetext", level);
    slider.parentElement.querySelector("output").textContent = level;
  }
}

function reorder() {
  const list = document.querySelector(".mobility-trips");
  if (!list) return;
  const byPlace = [...list.children].sort((one, other) => one.dataset.place - other.dataset.place);
  const asked = byPlace.map((item) => numbers(item.dataset.amounts));
  const order = chosen() ? bestFirst(asked, sliders.map((slider) => Number(slider.value)), numbers(field.dataset.points)) : byPlace.map((_, place) => place);
  const moved = order.map((place) => byPlace[place]);
  if (moved.every((item, index) => item === list.children[index])) return;
  list.append(...moved);
  moved.forEach((item, index) => renumber(item, index + 1));
  const first = moved[0].querySelector(".mobility-times");
  field.querySelector("[data-order-said]").textContent = `${field.dataset.reordered} ${first.innerText}`;
}

function renumber(item, number) {
  for (const mark of document.querySelectorAll(`[data-of="${item.dataset.place}"] [data-number], [data-number-of="${item.dataset.place}"]`)) mark.textContent = number;
  item.querySelector("[data-number]").textContent = number;
  for (const spot of document.querySelectorAll(`[data-of="${item.dataset.place}"]`)) spot.setAttribute("aria-label", `${number}: ${spot.dataset.label}`);
}

// The link in the address bar is the one that asks for this order.
function keepInAddress() {
  if (!document.querySelector(".mobility-trips")) return;
  const asked = new URLSearchParams(window.location.search);
  for (const input of sliders) {
    if (input.value === input.dataset.default) asked.delete(input.name);
    else asked.set(input.name, input.value);
  }
  window.history.replaceState(window.history.state, "", `?${asked}`);
}

function follow() {
  say();
  reorder();
}

// A point of the picture opens the card that it stands for.
document.addEventListener("click", ({ target }) => {
  const card = document.querySelector(target.closest?.("[data-open]")?.dataset.open ?? "#no-card");
  if (card) card.open = true;
});

field.addEventListener("input", follow);
field.addEventListener("change", keepInAddress);
field.addEventListener("remembered", follow);
again.addEventListener("click", () => {
  for (const slider of sliders) slider.value = slider.dataset.default;
  follow();
  keepInAddress();
  form.dispatchEvent(new Event("change"));
  sliders[0].focus();
});

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target !== form) return;
  // Only what was chosen goes into the link.
  for (const input of form.querySelectorAll("[data-default]")) {
    if (input.value === input.dataset.default) detail.formData.delete(input.name);
  }
});

say();
