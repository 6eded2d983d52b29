// What one chose is kept on this device, if one says so, and used where a link says nothing else.

const SHELF = "metropoli.move";
const form = document.querySelector("#trip-form");
const wanted = form.querySelector("[data-remember] input");
const kept = () => form.querySelectorAll(".mobility-more [name], [name=step_free]");

function read() {
  try {
    return JSON.parse(window.localStorage.getItem(SHELF));
  } catch {
    return null; // no storage here, or not ours
  }
}

function keep() {
  if (!wanted.checked) return;
  const chosen = [...kept()].filter((input) => input.type !== "checkbox" || input.checked);
  window.localStorage.setItem(SHELF, JSON.stringify(chosen.map((input) => [input.name, input.value])));
}

function useAgain(chosen) {
  for (const input of kept()) {
    const values = chosen.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "checkbox") input.checked = values.includes(input.value);
    else if (values.length) [input.value] = values;
  }
  form.querySelector("#matters input").dispatchEvent(new Event("remembered", { bubbles: true }));
}

const before = read();
form.querySelector("[data-remember]").hidden = false;
if (Array.isArray(before)) {
  wanted.checked = true;
  if (!new URLSearchParams(window.location.search).has("to")) useAgain(before);
}
wanted.addEventListener("change", () => {
  if (wanted.checked) keep();
  else window.localStorage.removeItem(SHELF);
});
form.addEventListener("change", keep);
