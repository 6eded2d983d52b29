// Lines wear their own colour. It is data, and the page's policy forbids style attributes, so it is put on here.

const WHITE = 255;
const DARK_BELOW = 0.42; // relative luminance under which white letters read better than black ones

function luminance(hex) {
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / WHITE);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function dress(root = document) {
  for (const element of root.querySelectorAll("[data-color]")) {
    const color = element.dataset.color;
    if (!/^[0-9a-f]{6}$/i.test(color)) continue;
    element.style.setProperty("--line-color", `#${color}`);
    element.style.setProperty("--line-text", luminance(color) < DARK_BELOW ? "#ffffff" : "#17324d");
  }
}

dress();
document.addEventListener("htmx:afterSettle", (event) => dress(event.target));
