// Our own buttons: the same on both kinds of drawing, large enough for a thumb, named for a screen reader.

import { make, picture } from "./map-overlay.js";

const SCALE_PX = 100;
const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" };
const ICONS = {
  zoomIn: [{ d: "M12 5v14M5 12h14", ...stroke }],
  zoomOut: [{ d: "M5 12h14", ...stroke }],
  locate: [{ cx: 12, cy: 12, r: 6, ...stroke }, { cx: 12, cy: 12, r: 1.6, fill: "currentColor" }, { d: "M12 2v4M12 18v4M2 12h4M18 12h4", ...stroke }],
  fit: [{ d: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", ...stroke }, { cx: 12, cy: 12, r: 2.4, fill: "currentColor" }],
  fullscreen: [{ d: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7", ...stroke }],
};

export function addControls(element, controller, words) {
  const bar = make("div", { class: "map__controls", role: "group", "aria-label": words.controls });
  const groups = [
    [["zoomIn", () => controller.zoomBy(1)], ["zoomOut", () => controller.zoomBy(-1)]],
    [["locate", () => controller.locate().catch(() => {})], ["fit", () => controller.fit()], ["fullscreen", () => switchFullscreen(element)]],
  ];
  const buttons = {};
  for (const group of groups) {
    const box = make("div", { class: "map__group" });
    for (const [name, act] of group) {
      if (name === "locate" && !("geolocation" in navigator)) continue;
      if (name === "fullscreen" && !document.fullscreenEnabled) continue;
      buttons[name] = make("button", { type: "button", class: "map__button", title: words[name], "aria-label": words[name] }, picture(ICONS[name], 20));
      buttons[name].addEventListener("click", act);
      box.append(buttons[name]);
    }
    bar.append(box);
  }
  element.append(bar);
  return buttons;
}

// How long a length is here: whole and round, never longer than the room it has.
export function addScale(element, surface) {
  const bar = make("span", { class: "map__scale", "aria-hidden": "true" });
  element.append(bar);
  const draw = () => {
    const { lat } = surface.center();
    const metres = ((Math.cos((lat * Math.PI) / 180) * 40075016.7) / (512 * 2 ** surface.zoom())) * SCALE_PX;
    const step = 10 ** Math.floor(Math.log10(metres));
    const round = [5, 2, 1].find((times) => times * step <= metres) * step;
    bar.style.width = `${(round / metres) * SCALE_PX}px`;
    bar.textContent = round >= 1000 ? `${round / 1000} km` : `${round} m`;
  };
  surface.onMove(draw);
  draw();
}

function switchFullscreen(element) {
  if (document.fullscreenElement) document.exitFullscreen();
  else element.requestFullscreen();
}

export function locate(options = { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 }) {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator)) reject(new Error("unsupported"));
    else {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy) }),
        ({ code }) => reject(new Error(["", "denied", "unavailable", "timeout"][code] ?? "unavailable")),
        options,
      );
    }
  });
}
