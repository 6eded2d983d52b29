// The style of our own vector tiles. Words are drawn from the fonts that we serve: no glyph server.

import { GROUND, STREET, VEHICLE, WORDS } from "./map-palette.js";

const REGULAR = ["Titillium"];
const STRONG = ["Titillium SemiBold"];
const HEAVY = ["in", ["get", "mode"], ["literal", ["metro", "rail", "tram", "funicular", "monorail", "cable", "ferry"]]];
const OWN_COLOUR = [
  "case",
  ["has", "color"],
  ["concat", "#", ["get", "color"]],
  ["match", ["get", "mode"], ...Object.entries(VEHICLE).flat(), VEHICLE.bus],
];

export function styleOf({ tiles, extent, maxZoom, fonts, credits }) {
  const layers = [{ id: "land", type: "background", paint: { "background-color": GROUND.land } }];
  const sources = {};
  if (tiles) {
    sources.city = { type: "vector", tiles: [tiles], maxzoom: maxZoom, attribution: credits };
    if (extent) sources.city.bounds = extent;
    layers.push(...ground(), ...streets(), ...transit(), ...words());
  }
  return { version: 8, sources, layers, "font-faces": fonts };
}

// [zoom, value, zoom, value, …] → a smooth growth
const grow = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
const layer = (id, type, source, filter, rest) => ({
  id,
  type,
  source: "city",
  "source-layer": source,
  ...(filter ? { filter } : {}),
  ...rest,
});
const is = (...classes) => ["in", ["get", "class"], ["literal", classes]];

function ground() {
  const colour = ["match", ["get", "class"]];
  for (const name of ["built", "industry", "farm", "green", "wood", "square", "sand", "water"]) {
    colour.push(name, GROUND[name]);
  }
  return [
    layer("ground", "fill", "ground", ["!", is("water")], {
      paint: { "fill-color": [...colour, GROUND.land], "fill-antialias": false },
    }),
    layer("water", "fill", "ground", is("water"), { paint: { "fill-color": GROUND.water } }),
    layer("waterway", "line", "water", null, {
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": GROUND.water,
        "line-width": [
          "interpolate", ["linear"], ["zoom"],
          9, ["match", ["get", "class"], "river", 1.6, 0.8],
          14, ["match", ["get", "class"], "river", 3, 1.4],
        ],
      },
    }),
    layer("boundary", "line", "boundary", null, {
      paint: {
        "line-color": GROUND.boundary,
        "line-width": grow(8, 0.6, 14, 1.6),
        "line-dasharray": [4, 2, 1, 2],
        "line-opacity": 0.55,
      },
    }),
    layer("building", "fill", "building", null, {
      minzoom: 14,
      paint: {
        "fill-color": GROUND.building,
        "fill-outline-color": GROUND.buildingEdge,
        "fill-opacity": ["interpolate", ["linear"], ["zoom"], 14, 0.4, 15.5, 1],
      },
    }),
  ];
}

// Class, from which zoom, width at zooms 10, 14 and 18; drawn from the last to the first.
export const WIDTHS = [
  ["motorway", 5, [1.6, 4.5, 22]],
  ["trunk", 7, [1.3, 4, 20]],
  ["primary", 8, [1, 3.8, 20]],
  ["secondary", 10, [0.8, 3, 17]],
  ["tertiary", 11, [0.5, 2.4, 15]],
  ["pedestrian", 13, [0.3, 1.6, 10]],
  ["minor", 12, [0.3, 1.7, 12]],
  ["service", 14, [0.2, 0.8, 6]],
];

function streets() {
  const paths = layer("path", "line", "street", is("path", "steps", "track"), {
    minzoom: 14,
    paint: {
      "line-color": STREET.path.fill,
      "line-width": grow(14, 0.7, 18, 2),
      "line-dasharray": [2.4, 1.4],
    },
  });
  const cycleways = layer("cycleway", "line", "street", is("cycleway"), {
    minzoom: 13,
    paint: {
      "line-color": STREET.cycleway.fill,
      "line-width": grow(13, 0.6, 18, 2.4),
      "line-dasharray": [4, 1],
      "line-opacity": 0.75,
    },
  });
  const classes = [...WIDTHS].reverse();
  const rail = layer("rail", "line", "rail", ["!", is("tram", "metro")], {
    minzoom: 9,
    paint: { "line-color": STREET.rail.fill, "line-width": grow(9, 0.6, 14, 1.6, 18, 4) },
  });
  const sleepers = layer("sleepers", "line", "rail", ["!", is("tram", "metro")], {
    minzoom: 12,
    paint: {
      "line-color": STREET.rail.edge,
      "line-width": grow(12, 0.3, 14, 0.8, 18, 2.4),
      "line-dasharray": [5, 5],
    },
  });
  return [paths, cycleways, ...classes.map(edge), rail, sleepers, ...classes.map(fill)];
}

function edge([name, from, width]) {
  return street(`${name}-edge`, name, Math.max(from, 11), {
    "line-color": paletteOf(name).edge,
    "line-width": grow(10, width[0] + 0.6, 14, width[1] + 1.3, 18, width[2] + 2),
  });
}

function fill([name, from, width]) {
  return street(name, name, from, {
    // Far away a white street would vanish on the land: it is drawn in the colour of its edge.
    "line-color": ["step", ["zoom"], paletteOf(name).edge, 11, paletteOf(name).fill],
    "line-width": grow(5, 0.5, 10, width[0], 14, width[1], 18, width[2]),
  });
}

function street(id, name, minzoom, paint) {
  const layout = { "line-cap": "round", "line-join": "round" };
  return layer(id, "line", "street", is(name), { minzoom, layout, paint });
}

export const paletteOf = (name) =>
  STREET[name] ?? { tertiary: STREET.secondary, service: STREET.minor }[name] ?? STREET.minor;

function transit() {
  const layout = { "line-cap": "round", "line-join": "round" };
  return [
    layer("transit-bus", "line", "transit", ["!", HEAVY], {
      minzoom: 13,
      layout,
      paint: { "line-color": VEHICLE.bus, "line-width": grow(12, 0.8, 14, 1.8, 18, 6), "line-opacity": 0.25 },
    }),
    layer("transit", "line", "transit", HEAVY, {
      minzoom: 8,
      layout,
      paint: {
        "line-color": OWN_COLOUR,
        "line-width": [
          "interpolate", ["linear"], ["zoom"],
          8, ["match", ["get", "mode"], "rail", 1, "metro", 1.2, 0.4],
          14, ["match", ["get", "mode"], "metro", 4, "rail", 2.4, 2],
          18, ["match", ["get", "mode"], "metro", 7, 4],
        ],
        "line-opacity": 0.75,
      },
    }),
    layer("stop", "circle", "stop", null, {
      minzoom: 12,
      filter: [">=", ["zoom"], ["match", ["get", "mode"], ["metro", "rail"], 12, ["tram", "funicular"], 14, 15]],
      paint: {
        "circle-color": "#ffffff",
        "circle-stroke-color": ["match", ["get", "mode"], ...Object.entries(VEHICLE).flat(), VEHICLE.bus],
        "circle-radius": grow(11, 2, 14, ["match", ["get", "mode"], ["metro", "rail"], 5, 2.4], 18, 7),
        "circle-stroke-width": grow(12, 1, 18, 3),
      },
    }),
  ];
}

function words() {
  const along = (id, source, filter, minzoom, colour, size, font = REGULAR) =>
    layer(id, "symbol", source, filter, {
      minzoom,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 320,
        "text-field": ["get", "name"],
        "text-font": font,
        "text-size": size,
        "text-max-angle": 35,
        "text-padding": 4,
      },
      paint: halo(colour),
    });
  return [
    along("street-name-minor", "street", is("tertiary", "minor", "pedestrian", "service", "path", "steps"), 15, WORDS.text, grow(15, 11, 18, 14)),
    along("street-name", "street", is("motorway", "trunk", "primary", "secondary"), 13, WORDS.text, grow(13, 11, 18, 15)),
    along("water-name", "water", is("river", "canal"), 12, WORDS.water, 12.5),
    at("ground-name", "label", is("water", "green", "wood", "square"), 14, ["match", ["get", "class"], "water", WORDS.water, "square", WORDS.quiet, WORDS.green], 11.5),
    lineNames(),
    stopNames(),
    ...[["hamlet", 13, 11], ["suburb", 12.5, 11.5], ["village", 10.5, 12.5], ["town", 8.5, 14], ["city", 4, 18]].map(
      ([name, zoom, size]) =>
        at(`place-${name}`, "place", is(name), zoom, ["suburb", "hamlet"].includes(name) ? WORDS.quiet : WORDS.text, size, ["suburb", "hamlet"].includes(name) ? REGULAR : STRONG),
    ),
  ];
}

function at(id, source, filter, minzoom, colour, size, font = REGULAR) {
  return layer(id, "symbol", source, filter, {
    minzoom,
    layout: {
      "text-field": ["get", "name"],
      "text-font": font,
      "text-size": size,
      "text-max-width": 8,
      "text-padding": 6,
      "symbol-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 0]],
    },
    paint: halo(colour),
  });
}

function lineNames() {
  return layer("transit-name", "symbol", "transit", HEAVY, {
    minzoom: 12,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 280,
      "text-field": ["get", "name"],
      "text-font": STRONG,
      "text-size": 12,
      "text-rotation-alignment": "viewport",
      "text-padding": 12,
    },
    paint: { ...halo(WORDS.stop), "text-halo-width": 2.4, "text-halo-blur": 0 },
  });
}

export const STOP_NAME_FROM = [">=", ["zoom"], ["match", ["get", "mode"], ["metro", "rail"], 13, ["tram", "funicular"], 15, 16]];

function stopNames() {
  return layer("stop-name", "symbol", "stop", null, {
    minzoom: 12,
    filter: STOP_NAME_FROM,
    layout: {
      "text-field": ["get", "name"],
      "text-font": STRONG,
      "text-size": 11.5,
      "text-variable-anchor": ["top", "bottom", "right", "left"],
      "text-radial-offset": 0.8,
      "text-max-width": 9,
      "text-justify": "auto",
      "symbol-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 0]],
    },
    paint: halo(WORDS.stop),
  });
}

const halo = (colour) => ({
  "text-color": colour,
  "text-halo-color": WORDS.halo,
  "text-halo-width": 1.6,
  "text-halo-blur": 0.4,
});
