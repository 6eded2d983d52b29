// What stands above the drawing as plain HTML: pins, the popover, the cross in the middle.

import { ENDS, hex, vehicleColour } from "./map-palette.js";

const SVG = "http://www.w3.org/2000/svg";
const PIN = "M12 0C5.6 0 .9 4.8.9 11c0 7.6 8.6 14.6 10.4 20.2.2.8 1.2.8 1.4 0C14.5 25.6 23.1 18.6 23.1 11 23.1 4.8 18.4 0 12 0Z";

const LEAST_LINE_PX = 56;

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export function picture(paths, size = 24, box = 24) {
  const svg = document.createElementNS(SVG, "svg");
  const set = (node, values) => Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
  set(svg, { viewBox: `0 0 ${box} ${box}`, width: size, height: size, "aria-hidden": "true", focusable: "false" });
  for (const values of paths) {
    const path = document.createElementNS(SVG, values.d ? "path" : "circle");
    set(path, values);
    svg.append(path);
  }
  return svg;
}

// Keeps HTML elements over their places while the map moves.
export class Overlay {
  constructor(root, surface) {
    this.root = root;
    this.surface = surface;
    this.held = new Map();
    surface.onMove(() => this.place());
  }

  put(element, at) {
    this.held.set(element, at);
    this.root.append(element);
    this.place();
  }

  take(element) {
    this.held.delete(element);
    element.remove();
  }

  place() {
    const { clientWidth, clientHeight } = this.root;
    for (const [element, at] of this.held) {
      const { x, y } = this.surface.project(at);
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      element.hidden = x < -40 || y < -40 || x > clientWidth + 40 || y > clientHeight + 60 || this.isTooSmall(at);
    }
  }

  // What names a line only gets in the way where the line is hardly longer than its name.
  isTooSmall({ span }) {
    if (!span) return false;
    const [low, high] = [[span[0], span[1]], [span[2], span[3]]].map(([lon, lat]) => this.surface.project({ lat, lon }));
    return Math.hypot(high.x - low.x, high.y - low.y) < LEAST_LINE_PX;
  }
}

export function pin({ kind, name, url, color }, words) {
  const role = { from: words.start, to: words.end }[kind];
  const colour = hex(color, ENDS[kind] ?? ENDS.place);
  const said = [role, name].filter(Boolean).join(": ");
  const body = make(url ? "a" : "span", { class: "map__pin", href: url, role: url ? null : "img", "aria-label": said, title: said });
  const drawing = picture([{ d: PIN, fill: colour, stroke: "#fff", "stroke-width": 1.6 }], 32, 32);
  drawing.setAttribute("viewBox", "-1 -1 26 34");
  drawing.setAttribute("height", 42);
  body.append(drawing, make("span", { class: "map__pin-mark", "aria-hidden": "true" }, { from: "A", to: "B" }[kind] ?? ""));
  return make("div", { class: "map__at" }, body);
}

// The name of a line on its way, in its colours. The page says it too: here it is only drawn.
export function badge({ label, mode, color, text_color }) {
  const body = make("span", { class: "map__badge", "aria-hidden": "true" }, label);
  body.style.backgroundColor = hex(color, vehicleColour(mode));
  body.style.color = hex(text_color, "#ffffff");
  return make("div", { class: "map__at map__at--badge" }, body);
}

export function dot(name) {
  return make("div", { class: "map__at" }, make("span", { class: "map__here", role: "img", "aria-label": name, title: name }));
}

// A small question over the map. Answers with the chosen value, or null when it is put away.
export class Popover {
  constructor(overlay) {
    this.overlay = overlay;
    this.open = null;
  }

  ask({ at, title, note, link, choices, closeLabel, byKeyboard }) {
    this.close(null);
    const before = document.activeElement;
    return new Promise((resolve) => {
      const close = make("button", { type: "button", class: "map__popover-close", "aria-label": closeLabel }, picture([{ d: "M6 6l12 12M18 6L6 18", stroke: "currentColor", "stroke-width": 2, fill: "none", "stroke-linecap": "round" }], 20));
      const heading = make("p", { class: "map__popover-title" }, title);
      const box = make("div", { class: "map__popover", role: "dialog", "aria-label": title }, close, heading);
      if (note) box.append(make("p", { class: "map__popover-note" }, note));
      const row = make("div", { class: "map__popover-choices" });
      for (const { value, label } of choices) {
        const button = make("button", { type: "button", class: `btn btn-sm btn-${value === "from" ? "success" : "primary"} map__choice map__choice--${value}` }, label);
        button.addEventListener("click", () => this.close(value));
        row.append(button);
      }
      box.append(row);
      if (link) box.append(make("a", { class: "map__popover-link", href: link.url }, link.label));
      close.addEventListener("click", () => this.close(null));
      box.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Escape") this.close(null);
      });
      for (const name of ["click", "pointerdown", "dblclick", "wheel"]) box.addEventListener(name, (event) => event.stopPropagation());
      const holder = make("div", { class: "map__at map__at--popover" }, box);
      this.open = { holder, resolve, before, byKeyboard };
      this.overlay.put(holder, at);
      this.turn(box);
      if (byKeyboard) row.querySelector("button")?.focus();
    });
  }

  // Above its place where there is room, below it otherwise, and never beyond the sides.
  turn(box) {
    const frame = this.overlay.root.getBoundingClientRect();
    let seen = box.getBoundingClientRect();
    box.classList.toggle("map__popover--below", seen.top < frame.top + 4);
    seen = box.getBoundingClientRect();
    const over = Math.max(0, seen.right - frame.right + 6) - Math.max(0, frame.left - seen.left + 6);
    box.style.setProperty("--shift", `${-over}px`);
  }

  close(value) {
    const { open } = this;
    if (!open) return;
    this.open = null;
    this.overlay.take(open.holder);
    if (open.byKeyboard) open.before?.focus({ preventScroll: true });
    open.resolve(value);
  }
}
