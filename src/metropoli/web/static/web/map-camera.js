// Where one looks, and how a finger, a wheel or a key moves it. For the drawing without WebGL.

const TILE_PX = 512;
const STEP_PX = 100; // an arrow key
const [NEAREST, FURTHEST] = [19, 5];

export class Camera {
  constructor({ lat, lon }, zoom, changed) {
    this.changed = changed;
    this.rest = [];
    this.size = { width: 1, height: 1 };
    this.set(worldOf({ lat, lon }), zoom);
  }

  set({ x, y }, zoom) {
    this.x = Math.min(1, Math.max(0, x));
    this.y = Math.min(1, Math.max(0, y));
    this.zoom = Math.min(NEAREST, Math.max(FURTHEST, zoom));
    this.changed();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest.forEach((listen) => listen()), 200);
  }

  get scale() {
    return TILE_PX * 2 ** this.zoom;
  }

  project(point) {
    const { x, y } = worldOf(point);
    return { x: (x - this.x) * this.scale + this.size.width / 2, y: (y - this.y) * this.scale + this.size.height / 2 };
  }

  worldAt({ x, y }) {
    return { x: this.x + (x - this.size.width / 2) / this.scale, y: this.y + (y - this.size.height / 2) / this.scale };
  }

  unproject(spot) {
    return pointOf(this.worldAt(spot));
  }

  panBy(dx, dy) {
    this.set({ x: this.x + dx / this.scale, y: this.y + dy / this.scale }, this.zoom);
  }

  // What lies under the spot stays under it.
  zoomAt(spot, steps) {
    const { x, y } = this.worldAt(spot);
    const zoom = Math.min(NEAREST, Math.max(FURTHEST, this.zoom + steps));
    const shrink = 2 ** (this.zoom - zoom);
    this.set({ x: x + (this.x - x) * shrink, y: y + (this.y - y) * shrink }, zoom);
  }

  bounds() {
    const { width, height } = this.size;
    const [low, high] = [this.unproject({ x: 0, y: height }), this.unproject({ x: width, y: 0 })];
    return [low.lon, low.lat, high.lon, high.lat];
  }

  frame([west, south, east, north], room) {
    const [low, high] = [worldOf({ lat: south, lon: west }), worldOf({ lat: north, lon: east })];
    const width = Math.max(50, this.size.width - room.left - room.right);
    const height = Math.max(50, this.size.height - room.top - room.bottom);
    const zoom = Math.min(17, Math.log2(Math.min(width / Math.max(1e-9, high.x - low.x), height / Math.max(1e-9, low.y - high.y)) / TILE_PX));
    const scale = TILE_PX * 2 ** zoom;
    this.set({ x: (low.x + high.x) / 2 + (room.right - room.left) / 2 / scale, y: (low.y + high.y) / 2 + (room.bottom - room.top) / 2 / scale }, zoom);
  }
}

// Drag, pinch, wheel, double click and keys; a press that does not move is a click.
export function steer(canvas, camera, clicked) {
  const held = new Map();
  let moved = 0;
  const spotOf = (event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (!held.size) moved = 0;
    held.set(event.pointerId, spotOf(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = spotOf(event);
    const other = [...held.entries()].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    held.set(event.pointerId, now);
    if (other) camera.zoomAt(other, Math.log2(distance(now, other) / distance(before, other)));
    else if (moved > 4) camera.panBy(before.x - now.x, before.y - now.y);
  });
  const release = (event) => {
    if (held.delete(event.pointerId) && event.type === "pointerup" && moved <= 4) clicked(spotOf(event));
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("dblclick", (event) => camera.zoomAt(spotOf(event), 1));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    camera.zoomAt(spotOf(event), -event.deltaY / (event.deltaMode ? 10 : 300));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const middle = { x: camera.size.width / 2, y: camera.size.height / 2 };
    const keys = {
      ArrowLeft: () => camera.panBy(-STEP_PX, 0),
      ArrowRight: () => camera.panBy(STEP_PX, 0),
      ArrowUp: () => camera.panBy(0, -STEP_PX),
      ArrowDown: () => camera.panBy(0, STEP_PX),
      "+": () => camera.zoomAt(middle, 1),
      "=": () => camera.zoomAt(middle, 1),
      "-": () => camera.zoomAt(middle, -1),
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
}

const distance = (a, b) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

export function worldOf({ lat, lon }) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return { x: (lon + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

export function pointOf({ x, y }) {
  return { lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, lon: x * 360 - 180 };
}
