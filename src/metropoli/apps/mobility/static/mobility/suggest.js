// A combobox after the ARIA authoring practices: names are suggested while one types, the text stays one's own.

const WAIT_MS = 120;
const FEWEST_LETTERS = 2;
const MOST_SHOWN = 8;

let lists = 0;

export function suggestOn(input, address, choose) {
  const list = document.createElement("ul");
  list.id = `suggestions-${(lists += 1)}`;
  list.className = "mobility-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let places = [];
  let active = -1;
  let timer = 0;
  let asked = null;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    const place = places[index];
    close();
    if (place) choose({ name: fullName(place), lat: place.lat_deg, lon: place.lon_deg, kind: place.kind, key: place.key });
  }

  function mark(index) {
    active = (index + places.length) % places.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    places = found.filter((place) => place.lat_deg !== null).slice(0, MOST_SHOWN);
    list.replaceChildren(...places.map(item));
    list.hidden = places.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(places.length > 0));
  }

  function item(place, index) {
    const element = document.createElement("li");
    element.id = `${list.id}-${index}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    const name = document.createElement("strong");
    name.textContent = place.name;
    const context = document.createElement("span");
    context.textContent = [place.kind_name, place.context].filter(Boolean).join(" · ");
    element.append(name, context);
    // mousedown, not click: the input must not lose the focus first.
    element.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(index);
    });
    return element;
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ q: input.value.trim(), limit: String(MOST_SHOWN + 4) });
    try {
      const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}${query}`, {
        signal: asked.signal,
        headers: { "Accept-Language": document.documentElement.lang },
      });
      if (answer.ok) show((await answer.json()).found);
    } catch (error) {
      if (error.name !== "AbortError") close(); // the text can still be submitted as it is
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < FEWEST_LETTERS) return close();
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && active >= 0) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

function fullName(place) {
  return place.context ? `${place.name}, ${place.context}` : place.name;
}
