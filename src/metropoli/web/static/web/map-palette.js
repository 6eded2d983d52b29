// The colours of the map, in one place: calm ground, legible words (4.5:1 and more on any ground).

export const GROUND = {
  land: "#f7f5f0",
  built: "#efebe3",
  industry: "#ebe7ea",
  farm: "#f5f2e3",
  green: "#dcebcf",
  wood: "#cfe3c0",
  square: "#f3eee4",
  sand: "#f3ead2",
  water: "#b9d9ee",
  building: "#e2dcd2",
  buildingEdge: "#d2cabd",
  boundary: "#8a7f9e",
};

export const STREET = {
  motorway: { fill: "#f7c784", edge: "#dd9a44" },
  trunk: { fill: "#fad7a0", edge: "#dfa95d" },
  primary: { fill: "#fde8bd", edge: "#e0bd7c" },
  secondary: { fill: "#fff6d8", edge: "#dccfa2" },
  minor: { fill: "#ffffff", edge: "#d8d1c5" },
  pedestrian: { fill: "#f6efe6", edge: "#d8cdbd" },
  path: { fill: "#b79f84", edge: "#b79f84" },
  cycleway: { fill: "#5d9bc4", edge: "#5d9bc4" },
  rail: { fill: "#8b8b93", edge: "#ffffff" },
};

export const WORDS = {
  text: "#2f3a45",
  quiet: "#545d66",
  water: "#25608c",
  green: "#386037",
  stop: "#17324d",
  halo: "#ffffff",
};

// By vehicle, where a line brings no colour of its own. 3:1 and more on the land.
export const VEHICLE = {
  walk: "#3c4a57",
  bike: "#00703c",
  car: "#5c3b99",
  bus: "#0066cc",
  trolleybus: "#0066cc",
  tram: "#c7362b",
  metro: "#b3006b",
  rail: "#26466d",
  ferry: "#0a6c80",
  funicular: "#7a4a12",
  cable: "#7a4a12",
  monorail: "#b3006b",
};

export const ENDS = { from: "#00703c", to: "#b3202c", point: "#17324d", place: "#0066cc" };

export function vehicleColour(mode) {
  return VEHICLE[mode] ?? VEHICLE.bus;
}

// "e2001a", "#e2001a" or nothing.
export function hex(colour, otherwise) {
  return /^#?[0-9a-f]{6}$/i.test(colour ?? "") ? `#${colour.replace("#", "")}` : otherwise;
}
