// The map drawn with MapLibre: our tiles below, what a page shows above.

import { VEHICLE, WORDS, hex, vehicleColour } from "./map-palette.js";
import { STOP_NAME_FROM, styleOf } from "./map-style.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const REACH_PX = 14; // how far from a stop a finger may land

export function canDraw() {
  const canvas = document.createElement("canvas");
  const found = canvas.getContext("webgl2");
  found?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(found);
}

export async function drawWithWebgl(stage, options, words) {
  const { Map, setWorkerUrl } = await import(options.library);
  setWorkerUrl(options.worker);
  const map = new Map({
    container: stage,
    style: styleOf(options),
    center: [options.center.lon, options.center.lat],
    zoom: options.zoom,
    maxZoom: 19,
    minZoom: 5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    locale: {
      "Map.Title": words.label,
      "CooperativeGesturesHandler.WindowsHelpText": words.gesturesMouse,
      "CooperativeGesturesHandler.MacHelpText": words.gesturesMouse,
      "CooperativeGesturesHandler.MobileHelpText": words.gesturesTouch,
    },
    refreshExpiredTiles: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await new Promise((resolve, reject) => {
    map.once("style.load", resolve);
    map.once("error", (event) => reject(event.error));
  });
  map.on("error", (event) => console.warn(`map: ${event.error?.message}`));
  addShown(map);
  return surfaceOf(map);
}

function surfaceOf(map) {
  return {
    kind: "webgl",
    canvas: map.getCanvas(),
    map,
    center: () => point(map.getCenter()),
    zoom: () => map.getZoom(),
    bounds: () => map.getBounds().toArray().flat(),
    project: ({ lat, lon }) => map.project([lon, lat]),
    unproject: ({ x, y }) => point(map.unproject([x, y])),
    moveTo: ({ lat, lon, zoom }) => map.easeTo({ center: [lon, lat], zoom: zoom ?? map.getZoom() }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: 250 }),
    frame: ([west, south, east, north], padding, still) =>
      map.fitBounds([[west, south], [east, north]], { padding, maxZoom: 17, duration: still ? 0 : 700 }),
    onMove: (listen) => map.on("move", listen),
    onRest: (listen) => map.on("moveend", listen),
    onClick: (listen) => {
      map.on("click", (event) => listen({ ...point(event.lngLat), ...event.point }));
      map.on("contextmenu", (event) => listen({ ...point(event.lngLat), ...event.point }));
    },
    stopAt: (spot) => stopAt(map, spot),
    draw: (features, spots) => {
      map.getSource("shown").setData({ ...EMPTY, features: [...features, ...spots.map(reserved)].map(dressed) });
      nameOnce(map, features);
      standBack(map, features.some(({ properties }) => properties.kind === "leg"));
    },
    cooperate: (wanted) => (wanted ? map.cooperativeGestures.enable() : map.cooperativeGestures.disable()),
    resize: () => map.resize(),
    picture: () => {
      map.redraw();
      return map.getCanvas().toDataURL("image/png");
    },
    destroy: () => map.remove(),
  };
}

const point = ({ lat, lng }) => ({ lat, lon: lng });

function stopAt(map, { x, y }) {
  if (!map.getLayer("stop")) return null;
  const box = [[x - REACH_PX, y - REACH_PX], [x + REACH_PX, y + REACH_PX]];
  const away = (feature) => {
    const at = map.project(feature.geometry.coordinates);
    return Math.hypot(at.x - x, at.y - y);
  };
  const [nearest] = map
    .queryRenderedFeatures(box, { layers: ["stop"] })
    .filter((feature) => feature.geometry.type === "Point")
    .sort((one, other) => away(one) - away(other));
  if (!nearest) return null;
  const [lon, lat] = nearest.geometry.coordinates;
  const { name, key, mode } = nearest.properties;
  return { lat, lon, name, key, mode };
}

// Where HTML stands above the drawing (pins, badges) no name of the drawing shall be written.
const reserved = ({ lat, lon, text }) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [lon, lat] },
  properties: { kind: "reserved", text },
});

// While a journey is shown, the lines of the whole city become its background.
function standBack(map, behind) {
  if (!map.getLayer("transit")) return;
  map.setPaintProperty("transit", "line-opacity", behind ? 0.3 : 0.75);
  map.setPaintProperty("transit-bus", "line-opacity", behind ? 0.12 : 0.25);
  map.setLayoutProperty("transit-name", "visibility", behind ? "none" : "visible");
}

// A stop that the page names is not named a second time by the ground.
function nameOnce(map, features) {
  if (!map.getLayer("stop-name")) return;
  const names = features.filter(({ properties }) => ["via", "place"].includes(properties.kind)).map(({ properties }) => properties.name);
  map.setFilter("stop-name", ["all", STOP_NAME_FROM, ["!", ["in", ["get", "name"], ["literal", names]]]]);
}

// Colours are settled here, so that the layers below only read them.
function dressed(feature) {
  const { properties } = feature;
  const colour = hex(properties.color, vehicleColour(properties.mode));
  return {
    ...feature,
    properties: {
      ...properties,
      faint: Boolean(properties.faint),
      paint: properties.kind === "area" ? hex(properties.color, VEHICLE.bus) : colour,
      value: properties.value ?? 0.5,
    },
  };
}

function addShown(map) {
  map.addSource("shown", { type: "geojson", data: EMPTY });
  const labels = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
  for (const layer of shownLayers()) map.addLayer({ source: "shown", ...layer }, layer.above ? undefined : labels);
}

function shownLayers() {
  const round = { "line-cap": "round", "line-join": "round" };
  const leg = (...more) => ["all", ["==", ["get", "kind"], "leg"], ...more];
  const onFoot = ["==", ["get", "mode"], "walk"];
  const faint = ["get", "faint"];
  const width = (bonus) => ["interpolate", ["linear"], ["zoom"], 10, 4 + bonus, 16, 7 + bonus];
  return [
    {
      id: "shown-area",
      type: "fill",
      filter: ["==", ["get", "kind"], "area"],
      paint: { "fill-color": ["get", "paint"], "fill-opacity": ["*", 0.6, ["get", "value"]], "fill-outline-color": ["get", "paint"] },
    },
    { id: "shown-faint", type: "line", filter: leg(faint), layout: round, paint: { "line-color": "#7b8794", "line-width": 3.5, "line-opacity": 0.55 } },
    { id: "shown-casing", type: "line", filter: leg(["!", faint], ["!", onFoot]), layout: round, paint: { "line-color": "#ffffff", "line-width": width(4) } },
    { id: "shown-leg", type: "line", filter: leg(["!", faint], ["!", onFoot]), layout: round, paint: { "line-color": ["get", "paint"], "line-width": width(0) } },
    { id: "shown-closed", type: "line", filter: ["==", ["get", "kind"], "closed"], paint: { "line-color": "#ffffff", "line-width": width(-1), "line-dasharray": [0.9, 0.9] } },
    { id: "shown-walk-casing", type: "line", filter: leg(["!", faint], onFoot), layout: round, paint: { "line-color": "#ffffff", "line-width": 8, "line-opacity": 0.9 } },
    { id: "shown-walk", type: "line", filter: leg(["!", faint], onFoot), layout: round, paint: { "line-color": ["get", "paint"], "line-width": 4.5, "line-dasharray": [0.1, 1.7] } },
    {
      id: "shown-stop",
      type: "circle",
      above: true,
      filter: ["in", ["get", "kind"], ["literal", ["stop", "via", "place"]]],
      paint: {
        "circle-color": ["match", ["get", "kind"], "place", ["get", "paint"], "#ffffff"],
        "circle-radius": ["match", ["get", "kind"], "stop", 3.2, 6],
        "circle-stroke-color": ["match", ["get", "kind"], "via", WORDS.stop, "place", "#ffffff", ["get", "paint"]],
        "circle-stroke-width": ["match", ["get", "kind"], "stop", 1.6, 2.6],
      },
    },
    {
      id: "shown-name",
      type: "symbol",
      above: true,
      filter: ["in", ["get", "kind"], ["literal", ["via", "place"]]],
      layout: {
        "text-field": ["coalesce", ["get", "name"], ""],
        "text-font": ["Titillium SemiBold"],
        "text-size": 13,
        "text-variable-anchor": ["left", "top", "bottom", "right"],
        "text-radial-offset": 0.9,
        "text-max-width": 10,
      },
      paint: { "text-color": WORDS.stop, "text-halo-color": "#ffffff", "text-halo-width": 2 },
    },
    {
      id: "shown-reserved",
      type: "symbol",
      above: true,
      filter: ["==", ["get", "kind"], "reserved"],
      layout: { "text-field": ["get", "text"], "text-font": ["Titillium SemiBold"], "text-size": 15, "text-padding": 5, "text-allow-overlap": true },
      paint: { "text-opacity": 0 },
    },
  ];
}
