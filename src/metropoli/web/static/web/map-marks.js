// Small signs of what is there now, many at once: a label in a shape that tells its kind.
// The page says the same beside the map: for who listens, or has no pointer, they are only drawn.

import { make } from "./map-overlay.js";
import { hex } from "./map-palette.js";

const SHAPES = new Set(["vehicles", "sharing", "parking"]);

export function mark({ kind, label, color, name, note, guess }, choose) {
  const shape = SHAPES.has(kind) ? kind : "other";
  const body = make("span", { class: `map__mark map__mark--${shape}${guess ? " map__mark--guess" : ""}`, "aria-hidden": "true", title: [name, note].filter(Boolean).join(": ") }, label || "");
  if (color) {
    body.style.backgroundColor = hex(color, "#17324d");
    body.style.color = isDark(hex(color, "#17324d")) ? "#fff" : "#17324d";
  }
  body.addEventListener("click", (event) => {
    event.stopPropagation();
    choose();
  });
  return make("div", { class: "map__at map__at--mark" }, body);
}

function isDark(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.42;
}
