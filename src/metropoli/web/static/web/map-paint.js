// How the map without WebGL draws what its tiles hold, layer by layer.

import { GROUND, STREET, WORDS, hex, vehicleColour } from "./map-palette.js";
import { WIDTHS, paletteOf } from "./map-style.js";

const FONT = '"Titillium Web", Geneva, Tahoma, sans-serif';
const HEAVY = ["metro", "rail", "tram", "funicular", "monorail", "cable", "ferry"];
const STOPS_FROM = { metro: 12, rail: 12, tram: 14 }; // others from 15

export const stopIsShown = ({ words }, zoom) => zoom >= (STOPS_FROM[words.mode] ?? 15);

// One path for all features of a layer that are alike; kept with the tile.
function pathOf(tile, layer, key, wanted) {
  tile.paths ??= {};
  const name = `${layer} ${key}`;
  if (!tile.paths[name]) {
    const path = new Path2D();
    for (const feature of tile.layers[layer] ?? []) {
      if (!wanted(feature.words)) continue;
      for (const part of feature.parts) {
        path.moveTo(part[0], part[1]);
        for (let i = 2; i < part.length; i += 2) path.lineTo(part[i], part[i + 1]);
        if (feature.kind === 3) path.closePath();
      }
    }
    tile.paths[name] = path;
  }
  return tile.paths[name];
}

export function ground(pen, tile, scale, zoom) {
  // In the order of the tile, the larger first, so that a park in a quarter is not covered by it;
  // water after all the rest, as a river is larger than the quarters that it crosses.
  const all = [...(tile.layers.ground ?? []).entries()];
  const isWater = ([, { words }]) => words.class === "water";
  for (const [i, feature] of [...all.filter((one) => !isWater(one)), ...all.filter(isWater)]) {
    pen.fillStyle = GROUND[feature.words.class] ?? GROUND.land;
    pen.fill(pathOf(tile, "ground", i, (words) => words === feature.words), "evenodd");
  }
  stroke(pen, pathOf(tile, "water", "", () => true), GROUND.water, 1.6 * scale);
  stroke(pen, pathOf(tile, "boundary", "", () => true), GROUND.boundary, scale, [8 * scale, 4 * scale]);
  if (zoom < 14.5) return;
  pen.fillStyle = GROUND.building;
  pen.fill(pathOf(tile, "building", "", () => true), "evenodd");
}

export function streets(pen, tile, scale, zoom) {
  pen.lineCap = pen.lineJoin = "round";
  if (zoom >= 14.5) {
    const paths = pathOf(tile, "street", "paths", (words) => ["path", "steps", "track"].includes(words.class));
    stroke(pen, paths, STREET.path.fill, scale, [3 * scale, 2 * scale]);
  }
  const shown = [...WIDTHS].reverse().filter(([, from]) => zoom >= from);
  for (const layer of ["edge", "fill"]) {
    for (const [name, , width] of shown) {
      const colour = zoom < 11 ? paletteOf(name).edge : paletteOf(name)[layer];
      const bonus = layer === "edge" ? 1.4 : 0;
      stroke(pen, pathOf(tile, "street", name, (words) => words.class === name), colour, (widthAt(width, zoom) + bonus) * scale);
    }
  }
  stroke(pen, pathOf(tile, "rail", "", () => true), STREET.rail.fill, 1.5 * scale);
}

function widthAt([far, middle, near], zoom) {
  if (zoom <= 10) return far;
  return zoom <= 14 ? far + ((middle - far) * (zoom - 10)) / 4 : middle + ((near - middle) * (1.5 ** (zoom - 14) - 1)) / (1.5 ** 4 - 1);
}

export function transit(pen, tile, scale, zoom) {
  pen.globalAlpha = 0.3;
  const light = pathOf(tile, "transit", "light", (words) => !HEAVY.includes(words.mode));
  if (zoom >= 12) stroke(pen, light, vehicleColour("bus"), scale);
  pen.globalAlpha = 0.75;
  for (const { words } of tile.layers.transit ?? []) {
    if (!HEAVY.includes(words.mode)) continue;
    const path = pathOf(tile, "transit", `${words.mode} ${words.name}`, (other) => other === words);
    stroke(pen, path, hex(words.color, vehicleColour(words.mode)), (words.mode === "metro" ? 3.5 : 2) * scale);
  }
  pen.globalAlpha = 1;
}

function stroke(pen, path, colour, width, dash = []) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.stroke(path);
}

export function stops(pen, tiles, paper) {
  for (const tile of tiles) {
    for (const feature of tile.layers.stop ?? []) {
      if (stopIsShown(feature, paper.camera.zoom)) circle(pen, paper.spotOf(tile, feature), 3.5, "#fff", vehicleColour(feature.words.mode), 1.6);
    }
  }
}

function circle(pen, { x, y }, radius, fill, edge, width) {
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = edge;
  pen.lineWidth = width;
  pen.stroke();
}

export function drawShown(pen, { geometry, properties }, camera) {
  const colour = hex(properties.color, vehicleColour(properties.mode));
  const spots = (line) => line.map(([lon, lat]) => camera.project({ lat, lon }));
  if (geometry.type === "Point") {
    const strong = properties.kind !== "stop";
    circle(pen, spots([geometry.coordinates])[0], strong ? 6 : 3.2, "#fff", strong ? WORDS.stop : colour, strong ? 2.6 : 1.6);
    return;
  }
  const path = new Path2D();
  const lines = { LineString: [geometry.coordinates], Polygon: geometry.coordinates, MultiLineString: geometry.coordinates, MultiPolygon: geometry.coordinates.flat() }[geometry.type] ?? [];
  for (const line of lines) spots(line).forEach(({ x, y }, i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  pen.lineCap = pen.lineJoin = "round";
  if (properties.kind === "area") {
    pen.globalAlpha = 0.6 * (properties.value ?? 0.5);
    pen.fillStyle = hex(properties.color, vehicleColour("bus"));
    pen.fill(path, "evenodd");
    pen.globalAlpha = 1;
  } else if (properties.kind === "closed") stroke(pen, path, "#fff", 4.5, [4, 8]);
  else if (properties.faint) stroke(pen, path, "#a8b0b9", 3.5);
  else {
    stroke(pen, path, "#fff", 9);
    stroke(pen, path, colour, properties.mode === "walk" ? 4.5 : 5.5, properties.mode === "walk" ? [0.1, 8] : []);
  }
}

// Places first, then stops: a name that would cover another is left out.
export function names(pen, tiles, paper) {
  const { zoom } = paper.camera;
  const wanted = [];
  for (const tile of tiles) {
    for (const feature of tile.layers.place ?? []) wanted.push({ tile, feature, size: { city: 18, town: 14 }[feature.words.class] ?? 12.5, weight: 1e12 + (feature.words.rank ?? 0) });
    for (const feature of tile.layers.stop ?? []) {
      if (stopIsShown(feature, zoom - 1)) wanted.push({ tile, feature, size: 11.5, weight: feature.words.rank ?? 0, below: 12 });
    }
  }
  for (const { geometry, properties } of paper.shown) {
    if (geometry.type === "Point" && properties.kind !== "stop" && properties.name) {
      const at = paper.camera.project({ lon: geometry.coordinates[0], lat: geometry.coordinates[1] });
      wanted.push({ at, feature: { words: properties }, size: 13, weight: Infinity, below: 16 });
    }
  }
  const taken = paper.spots.map((spot) => paper.camera.project(spot)).map(({ x, y }) => [x - 18, y - 14, x + 18, y + 14]);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const { tile, at, feature, size, below = 0 } of wanted.sort((a, b) => b.weight - a.weight)) {
    const { x, y } = at ?? paper.spotOf(tile, feature);
    pen.font = `600 ${size}px ${FONT}`;
    const half = pen.measureText(feature.words.name).width / 2 + 4;
    const box = [x - half, y + below - size, x + half, y + below + size];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    pen.strokeStyle = WORDS.halo;
    pen.lineWidth = 3;
    pen.strokeText(feature.words.name, x, y + below);
    pen.fillStyle = WORDS.text;
    pen.fillText(feature.words.name, x, y + below);
  }
}
