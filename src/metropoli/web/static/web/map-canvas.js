// The same map without WebGL, for older devices: our tiles read and drawn by hand, simpler but whole.

import { Camera, pointOf, steer } from "./map-camera.js";
import { make } from "./map-overlay.js";
import { drawShown, ground, names, stopIsShown, stops, streets, transit } from "./map-paint.js";
import { GROUND } from "./map-palette.js";
import { fetchTile } from "./map-tile.js";

const TILE_PX = 512;
const STEPS = 4096;
const MOST_TILES = 120;

export async function drawWithCanvas(stage, options, words) {
  const canvas = make("canvas", { class: "map__canvas", tabindex: "0", role: "region", "aria-label": words.label });
  stage.append(canvas);
  const paper = new Paper(canvas, options);
  return {
    kind: "canvas",
    canvas,
    center: () => paper.camera.unproject(paper.middle()),
    zoom: () => paper.camera.zoom,
    bounds: () => paper.camera.bounds(),
    project: (point) => paper.camera.project(point),
    unproject: (spot) => paper.camera.unproject(spot),
    moveTo: (point) => paper.moveTo(point),
    zoomBy: (steps) => paper.camera.zoomAt(paper.middle(), steps),
    frame: (bounds, room) => paper.camera.frame(bounds, room),
    onMove: (listen) => paper.moving.push(listen),
    onRest: (listen) => paper.camera.rest.push(listen),
    onClick: (listen) => paper.clicking.push(listen),
    stopAt: (spot) => paper.stopAt(spot),
    draw: (features, spots) => paper.show(features, spots),
    cooperate: (wanted) => canvas.classList.toggle("map__canvas--cooperative", wanted),
    resize: () => paper.resize(),
    picture: () => canvas.toDataURL("image/png"),
    destroy: () => canvas.remove(),
  };
}

class Paper {
  constructor(canvas, options) {
    Object.assign(this, { canvas, options, tiles: new Map(), shown: [], spots: [], moving: [], clicking: [] });
    this.pen = canvas.getContext("2d");
    this.camera = new Camera(options.center, options.zoom, () => this.soon());
    steer(canvas, this.camera, (spot) => this.clicking.forEach((listen) => listen({ ...this.camera.unproject(spot), ...spot })));
    this.resize();
  }

  middle() {
    return { x: this.camera.size.width / 2, y: this.camera.size.height / 2 };
  }

  moveTo({ lat, lon, zoom }) {
    this.camera.zoom = zoom ?? this.camera.zoom;
    const { x, y } = this.camera.project({ lat, lon });
    const middle = this.middle();
    this.camera.panBy(x - middle.x, y - middle.y);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
    this.sharp = Math.min(2, devicePixelRatio || 1);
    Object.assign(this.canvas, { width: width * this.sharp, height: height * this.sharp });
    this.camera.size = { width, height };
    this.soon();
  }

  show(features, spots) {
    Object.assign(this, { shown: features, spots });
    this.soon();
  }

  soon() {
    this.moving?.forEach((listen) => listen());
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
    });
  }

  draw() {
    const { pen, camera, sharp } = this;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.fillStyle = GROUND.land;
    pen.fillRect(0, 0, camera.size.width, camera.size.height);
    this.seen = this.options.tiles ? this.tilesInSight() : [];
    for (const paint of [ground, streets, transit]) {
      for (const tile of this.seen) this.within(tile, (scale) => paint(pen, tile, scale, camera.zoom));
    }
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.setLineDash([]);
    stops(pen, this.seen, this);
    for (const feature of this.shown) drawShown(pen, feature, camera);
    names(pen, this.seen, this);
  }

  // Draws in steps of the tile; a width in pixels times `scale` is a width in steps.
  within(tile, paint) {
    const { x, y, size } = this.placeOf(tile);
    const { pen, sharp } = this;
    const grow = (size / STEPS) * sharp;
    pen.setTransform(grow, 0, 0, grow, x * sharp, y * sharp);
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, STEPS, STEPS);
    pen.clip();
    paint(STEPS / size);
    pen.restore();
  }

  placeOf({ z, column, row }) {
    const size = TILE_PX * 2 ** (this.camera.zoom - z);
    const middle = this.middle();
    // Whole pixels: between them two tiles would show a seam.
    const x = Math.round(column * size - this.camera.x * this.camera.scale + middle.x);
    const y = Math.round(row * size - this.camera.y * this.camera.scale + middle.y);
    return { x, y, size: Math.round(size) };
  }

  tilesInSight() {
    const { camera, options } = this;
    const z = Math.max(0, Math.min(options.maxZoom, Math.floor(camera.zoom)));
    const [low, high] = [camera.worldAt({ x: 0, y: 0 }), camera.worldAt({ x: camera.size.width, y: camera.size.height })];
    const found = [];
    for (let column = Math.floor(low.x * 2 ** z); column <= Math.floor(high.x * 2 ** z); column++) {
      for (let row = Math.floor(low.y * 2 ** z); row <= Math.floor(high.y * 2 ** z); row++) {
        const tile = this.tile(z, column, row);
        if (tile.layers) found.push(tile);
      }
    }
    return found;
  }

  tile(z, column, row) {
    const key = `${z}/${column}/${row}`;
    if (!this.tiles.has(key)) {
      const tile = { z, column, row, layers: null };
      this.tiles.set(key, tile);
      if (this.tiles.size > MOST_TILES) this.tiles.delete(this.tiles.keys().next().value);
      const url = this.options.tiles.replace("{z}", z).replace("{x}", column).replace("{y}", row);
      fetchTile(url).then((layers) => {
        tile.layers = Object.fromEntries(layers.map((layer) => [layer.name, layer.features]));
        this.soon();
      }, () => this.tiles.delete(key));
    }
    return this.tiles.get(key);
  }

  spotOf(tile, feature) {
    const { x, y, size } = this.placeOf(tile);
    const [[a, b]] = feature.parts;
    return { x: x + (a * size) / STEPS, y: y + (b * size) / STEPS };
  }

  stopAt(spot) {
    let best = null;
    for (const tile of this.seen ?? []) {
      for (const feature of tile.layers.stop ?? []) {
        if (!stopIsShown(feature, this.camera.zoom)) continue;
        const at = this.spotOf(tile, feature);
        const away = Math.hypot(at.x - spot.x, at.y - spot.y);
        if (away < 14 && away < (best?.away ?? Infinity)) best = { ...placeOf(tile, feature), ...feature.words, away };
      }
    }
    return best;
  }
}

// A point of a tile on earth, to the last step of the tile.
const placeOf = ({ z, column, row }, { parts: [[a, b]] }) => pointOf({ x: (column + a / STEPS) / 2 ** z, y: (row + b / STEPS) / 2 ** z });
