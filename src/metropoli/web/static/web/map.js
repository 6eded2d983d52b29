// The map of every page. The contract stands in README.md beside this file.

import { drawWithCanvas } from "./map-canvas.js";
import { addControls, addScale, locate } from "./map-controls.js";
import { optionsOf, wordsOf } from "./map-options.js";
import { mark } from "./map-marks.js";
import { Overlay, Popover, badge, dot, make, pin } from "./map-overlay.js";
import { canDraw, drawWithWebgl } from "./map-webgl.js";

const mounted = new WeakMap();
const ROOM_PX = { top: 64, bottom: 40, left: 34, right: 76 }; // for pins and buttons, when framing
const LEAST_SEEN_PX = 260;

export function mapOf(element) {
  return mounted.get(element);
}

export function mountMap(element) {
  if (!mounted.has(element)) mounted.set(element, start(element));
  return mounted.get(element);
}

async function start(element) {
  const options = optionsOf(element);
  const words = wordsOf(element);
  const stage = make("div", { class: "map__stage" });
  const over = make("div", { class: "map__over" });
  element.append(stage, over);
  element.classList.add("map--mounted");
  const surface = await draw(stage, options, words, element).catch((error) => {
    // Nothing can be drawn: the sentence that stood in the map's place comes back.
    element.classList.remove("map--mounted");
    [stage, over].forEach((part) => part.remove());
    throw error;
  });
  const controller = new MapController({ element, over, surface, options, words });
  controller.begin();
  element.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map: controller } }));
  return controller;
}

async function draw(stage, options, words, element) {
  if (options.renderer !== "canvas" && canDraw()) {
    try {
      return await drawWithWebgl(stage, options, words);
    } catch (error) {
      console.warn(`map: drawing without WebGL, ${error?.message}`);
      stage.replaceChildren();
    }
  }
  element.classList.add("map--canvas");
  return drawWithCanvas(stage, options, words);
}

class MapController {
  constructor(parts) {
    Object.assign(this, parts);
    this.kind = this.surface.kind;
    this.shown = [];
    this.markers = [];
    this.marks = [];
    this.badges = [];
    this.points = new Map();
    this.here = null;
    this.pickers = new Set();
    this.overlay = new Overlay(this.over, this.surface);
    this.popover = new Popover(this.overlay);
  }

  begin() {
    const { element, surface, options, words } = this;
    this.buttons = addControls(element, this, words);
    addScale(element, surface);
    if (options.credits) element.append(make("p", { class: "map__credits" }, options.credits));
    surface.onClick((spot) => this.clicked(spot));
    surface.onRest(() => this.tell("map:move", { ...surface.center(), zoom: surface.zoom(), bounds: surface.bounds() }));
    surface.canvas.addEventListener("keydown", (event) => this.pressed(event));
    for (const name of ["pointerdown", "wheel", "keydown"]) surface.canvas.addEventListener(name, () => { this.framed = null; }, { passive: true });
    this.print = make("img", { class: "map__print", alt: words.label });
    element.append(this.print);
    addEventListener("beforeprint", () => { this.print.src = surface.picture(); });
    surface.cooperate(options.cooperative);
    element.addEventListener("fullscreenchange", () => surface.cooperate(options.cooperative && !document.fullscreenElement));
    new ResizeObserver(() => this.resize()).observe(element);
    if (options.bounds) this.frame(options.bounds);
    this.readSource();
  }

  // --- what is shown -------------------------------------------------------------------------

  show(geojson, { fit = true } = {}) {
    const features = geojson?.features ?? (geojson?.type === "Feature" ? [geojson] : []);
    this.shown = features.filter((feature) => feature.geometry);
    this.badges.forEach(({ element }) => this.overlay.take(element));
    this.badges = this.shown.filter(hasBadge).map(({ geometry, properties }) => {
      const element = badge(properties);
      const at = { ...middleOf(geometry.coordinates), span: frameOf(geometry.coordinates) };
      this.overlay.put(element, at);
      return { element, ...at, text: properties.label };
    });
    for (const feature of this.shown.filter(isEnd)) {
      const [lon, lat] = feature.geometry.coordinates;
      this.setPoint(feature.properties.kind, { lat, lon, name: feature.properties.name });
    }
    this.draw();
    if (fit && this.shown.length) this.fit();
  }

  draw() {
    const pins = [...this.points.values()].map(({ lat, lon }) => ({ lat, lon, text: "A\nA" }));
    this.surface.draw(this.shown.filter((feature) => !isEnd(feature)), [...this.badges, ...pins]);
  }

  clear() {
    this.show(null);
  }

  setPoint(role, point) {
    this.points.get(role)?.remove();
    this.points.delete(role);
    if (point) {
      const element = pin({ ...point, kind: role }, this.words);
      this.overlay.put(element, point);
      this.points.set(role, { ...point, remove: () => this.overlay.take(element) });
    }
    this.draw();
  }

  setMarkers(markers) {
    this.markers.forEach(({ element }) => this.overlay.take(element));
    this.markers = markers.map((marker) => ({ ...marker, element: pin(marker, this.words) }));
    this.markers.forEach(({ element, lat, lon }) => this.overlay.put(element, { lat, lon }));
  }

  // What is there now; beside what is shown, and never framed by it.
  setMarks(marks) {
    this.marks.forEach((element) => this.overlay.take(element));
    this.marks = marks.map((one) => {
      const element = mark(one, () => this.chosen(one));
      this.overlay.put(element, one);
      return element;
    });
  }

  async chosen({ lat, lon, name, note, key }) {
    const { options, words } = this;
    const choices = options.pick === "from-to" ? [{ value: "from", label: words.fromHere }, { value: "to", label: words.toHere }] : [];
    const role = await this.popover.ask({ at: { lat, lon }, title: name, note, choices, closeLabel: words.close });
    if (role) this.picked({ lat, lon, name, key }, role);
  }

  bounds() {
    return this.surface.bounds();
  }

  fit() {
    const places = [...this.shown.flatMap(({ geometry }) => flat(geometry.coordinates))];
    for (const { lat, lon } of [...this.points.values(), ...this.markers]) places.push([lon, lat]);
    if (places.length) this.frame(frameOf(places));
    else if (this.options.bounds) this.frame(this.options.bounds);
    else this.moveTo({ ...this.options.center, zoom: this.options.zoom });
  }

  frame(bounds, { still = false } = {}) {
    this.framed = bounds; // until somebody moves the map: a page that turns or grows frames it again
    this.surface.frame(bounds, this.room(), still);
  }

  // What of the map lies beyond the window's edge is no place to show anything, unless it is nearly all.
  room() {
    const { top, bottom } = this.element.getBoundingClientRect();
    const [above, below] = [Math.max(0, -top), Math.max(0, bottom - innerHeight)];
    if (bottom - top - above - below < LEAST_SEEN_PX) return ROOM_PX;
    return { ...ROOM_PX, top: ROOM_PX.top + above, bottom: ROOM_PX.bottom + below };
  }

  zoomBy(steps) {
    this.framed = null;
    this.surface.zoomBy(steps);
  }

  moveTo(point) {
    this.framed = null;
    this.surface.moveTo(point);
  }

  // --- choosing a place ----------------------------------------------------------------------

  onPick(listen) {
    this.pickers.add(listen);
    return () => this.pickers.delete(listen);
  }

  async clicked(spot, { byKeyboard = false } = {}) {
    const { options, words } = this;
    const stop = this.surface.stopAt(spot);
    const place = stop ?? { lat: spot.lat, lon: spot.lon };
    if (options.pick === "point") return this.picked(place, "point");
    if (!options.pick && !(stop && options.stopUrl)) return this.popover.close(null);
    const role = await this.popover.ask({
      at: place,
      title: stop?.name ?? words.thisPlace,
      note: stop ? "" : `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`,
      link: stop?.key && options.stopUrl ? { url: options.stopUrl.replace("{key}", encodeURIComponent(stop.key)), label: words.departures } : null,
      choices: options.pick ? [{ value: "from", label: words.fromHere }, { value: "to", label: words.toHere }] : [],
      closeLabel: words.close,
      byKeyboard,
    });
    if (role) this.picked(place, role);
    return role;
  }

  picked({ lat, lon, name, key }, role) {
    const detail = { lat: round(lat), lon: round(lon), role, name, key };
    this.pickers.forEach((listen) => listen(detail));
    this.tell("map:pick", detail);
  }

  pressed(event) {
    if (event.key === "Enter") {
      const at = this.surface.center();
      event.preventDefault();
      this.clicked({ ...at, ...this.surface.project(at) }, { byKeyboard: true });
    } else if (event.key === "Escape") this.popover.close(null);
  }

  async locate() {
    try {
      const found = await locate();
      if (this.here) this.overlay.take(this.here);
      this.here = dot(this.words.youAreHere);
      this.overlay.put(this.here, found);
      this.moveTo({ ...found, zoom: Math.max(15, this.surface.zoom()) });
      this.tell("map:locate", found);
      return found;
    } catch (error) {
      this.tell("map:locate-failed", { reason: error.message });
      throw error;
    }
  }

  // --- the page around it --------------------------------------------------------------------

  async readSource() {
    const { source, geojsonUrl } = this.options;
    if (source) {
      const text = document.querySelector(source)?.textContent ?? "";
      if (text && text !== this.lastSource) this.show(JSON.parse(text));
      this.lastSource = text;
    } else if (geojsonUrl && !this.shown.length) {
      const answer = await fetch(geojsonUrl, { headers: { Accept: "application/geo+json" } });
      if (answer.ok) this.show(await answer.json());
    }
  }

  resize() {
    this.surface.resize();
    if (this.framed) this.frame(this.framed, { still: true });
    this.overlay.place();
  }

  tell(name, detail) {
    this.element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

const isEnd = ({ geometry, properties }) => geometry.type === "Point" && ["from", "to"].includes(properties?.kind);
const hasBadge = ({ geometry, properties }) => geometry.type === "LineString" && properties?.label && !properties.faint;
const round = (degrees) => Math.round(degrees * 1e6) / 1e6;
const flat = (coordinates) => (typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(flat));

function frameOf(places) {
  const [west, south, east, north] = [Math.min, Math.min, Math.max, Math.max].map((pick, i) =>
    places.reduce((found, place) => pick(found, place[i % 2]), places[0][i % 2]));
  return [west, south, east, north];
}

// Half-way along a line, by its length.
function middleOf(line) {
  const step = (i) => Math.hypot((line[i][0] - line[i - 1][0]) * Math.cos((line[i][1] * Math.PI) / 180), line[i][1] - line[i - 1][1]);
  const steps = line.slice(1).map((_, i) => step(i + 1));
  let left = steps.reduce((sum, length) => sum + length, 0) / 2;
  let i = 0;
  while (i < steps.length - 1 && left > steps[i]) left -= steps[i++];
  const share = steps[i] ? left / steps[i] : 0;
  const [lon, lat] = [0, 1].map((axis) => line[i][axis] + ((line[i + 1] ?? line[i])[axis] - line[i][axis]) * share);
  return { lat, lon };
}

// --- pages without scripts of their own --------------------------------------------------------

function mountAll() {
  document.querySelectorAll("[data-map]").forEach(mountMap);
}

async function showFor(trigger) {
  const text = document.querySelector(trigger.dataset.mapShow)?.textContent;
  const map = await mapOf(document.querySelector(trigger.dataset.mapTarget ?? "[data-map]"));
  if (text && map) map.show(JSON.parse(text));
}

for (const name of ["click", "change", "toggle"]) {
  document.addEventListener(name, (event) => {
    const trigger = event.target.closest?.("[data-map-show]");
    const isChoice = trigger?.matches("input, details");
    if (!trigger || (name === "click") === Boolean(isChoice) || (name === "toggle" && !trigger.open)) return;
    showFor(trigger);
  }, true);
}
document.addEventListener("htmx:afterSettle", async () => {
  mountAll();
  for (const element of document.querySelectorAll("[data-map][data-source]")) (await mapOf(element))?.readSource();
});
mountAll();
