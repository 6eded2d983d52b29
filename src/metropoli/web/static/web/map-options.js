// What a page says of its map, read from the data- attributes of the element.

export function optionsOf(element) {
  const { dataset } = element;
  const numbers = (text) => text?.split(",").map(Number);
  const swapped = (text) => text && (([south, west, north, east]) => [west, south, east, north])(numbers(text));
  const own = (path) => new URL(path, import.meta.url).href; // where collected static files stand
  const [lat, lon] = numbers(dataset.center) ?? [45.0703, 7.6869];
  const font = "../bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-";
  return {
    center: { lat, lon },
    zoom: Number(dataset.zoom ?? 12),
    tiles: dataset.tiles && (dataset.tiles.startsWith("/") ? location.origin + dataset.tiles : dataset.tiles),
    maxZoom: Number(dataset.maxTileZoom ?? 15),
    bounds: swapped(dataset.bounds),
    extent: swapped(dataset.extent),
    credits: dataset.credits,
    pick: dataset.pick,
    stopUrl: dataset.stopUrl,
    source: dataset.source,
    geojsonUrl: dataset.geojsonUrl,
    renderer: dataset.renderer,
    // On a phone one finger moves the page and two the map, or nobody gets past it.
    cooperative: dataset.cooperative ? dataset.cooperative === "on" : matchMedia("(pointer: coarse)").matches,
    library: dataset.library ?? own("../maplibre/maplibre-gl.mjs"),
    worker: dataset.worker ?? own("../maplibre/maplibre-gl-worker.mjs"),
    fonts: {
      Titillium: new URL(dataset.fontRegular ?? own(`${font}regular.woff2`), location).href,
      "Titillium SemiBold": new URL(dataset.fontStrong ?? own(`${font}600.woff2`), location).href,
    },
  };
}

export function wordsOf({ dataset }) {
  const english = {
    label: "Map", controls: "Map controls", zoomIn: "Zoom in", zoomOut: "Zoom out", locate: "Where I am", fit: "Show everything",
    fullscreen: "Full screen", fromHere: "From here", toHere: "To here", thisPlace: "This place", close: "Close", start: "Start",
    end: "Destination", youAreHere: "You are here", departures: "Departures from this stop", gesturesMouse: "Hold Ctrl and scroll to zoom",
    gesturesTouch: "Use two fingers to move the map",
  };
  const said = Object.keys(english).map((name) => [name, dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? english[name]]);
  return Object.fromEntries(said);
}
