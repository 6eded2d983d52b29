// Reads a vector tile (Mapbox Vector Tile 2.1) where there is no MapLibre to do it.

export async function fetchTile(url) {
  const answer = await fetch(url);
  if (!answer.ok || answer.status === 204) return [];
  return readTile(new Uint8Array(await answer.arrayBuffer()));
}

// → [{ name, features: [{ kind, words, parts: [[x, y, x, y, …], …] }] }], in steps of 1/4096 of the tile
export function readTile(bytes) {
  const layers = [];
  for (const [field, from, to] of fields(bytes, 0, bytes.length)) if (field === 3) layers.push(readLayer(bytes, from, to));
  return layers;
}

function readLayer(bytes, start, end) {
  const keys = [];
  const words = [];
  const raw = [];
  let name = "";
  for (const [field, from, to] of fields(bytes, start, end)) {
    if (field === 1) name = text(bytes, from, to);
    else if (field === 2) raw.push([from, to]);
    else if (field === 3) keys.push(text(bytes, from, to));
    else if (field === 4) words.push(readWord(bytes, from, to));
  }
  return { name, features: raw.map(([from, to]) => readFeature(bytes, from, to, keys, words)) };
}

function readFeature(bytes, start, end, keys, words) {
  const feature = { kind: 0, words: {}, parts: [] };
  for (const [field, from, to, value] of fields(bytes, start, end)) {
    if (field === 3) feature.kind = value;
    else if (field === 2) {
      const tags = numbers(bytes, from, to);
      for (let i = 0; i < tags.length; i += 2) feature.words[keys[tags[i]]] = words[tags[i + 1]];
    } else if (field === 4) feature.parts = readParts(numbers(bytes, from, to));
  }
  return feature;
}

function readParts(commands) {
  const parts = [];
  let [x, y, i] = [0, 0, 0];
  while (i < commands.length) {
    const what = commands[i] & 7;
    const times = commands[i++] >> 3;
    if (what === 7) continue;
    if (what === 1) parts.push([]);
    for (let n = 0; n < times; n++) {
      x += (commands[i] >> 1) ^ -(commands[i++] & 1);
      y += (commands[i] >> 1) ^ -(commands[i++] & 1);
      parts.at(-1).push(x, y);
    }
  }
  return parts;
}

function readWord(bytes, start, end) {
  for (const [field, from, to, value] of fields(bytes, start, end)) {
    if (field === 1) return text(bytes, from, to);
    if (field === 3) return new DataView(bytes.buffer, bytes.byteOffset + from, 8).getFloat64(0, true);
    if (field === 6) return value % 2 ? -(value + 1) / 2 : value / 2;
    if (field === 7) return Boolean(value);
    return value;
  }
  return null;
}

// Every field of a message: its number, where it lies, and its value if it is a number itself.
function* fields(bytes, start, end) {
  let at = start;
  const number = () => {
    let [value, factor, byte] = [0, 1, 0];
    do {
      byte = bytes[at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  };
  while (at < end) {
    const key = number();
    if ((key & 7) === 0) yield [key >> 3, at, at, number()];
    else {
      const length = (key & 7) === 2 ? number() : (key & 7) === 1 ? 8 : 4;
      yield [key >> 3, at, at + length];
      at += length;
    }
  }
}

function numbers(bytes, start, end) {
  const found = [];
  let [value, shift] = [0, 0];
  for (let at = start; at < end; at++) {
    value |= (bytes[at] & 127) << shift;
    shift += 7;
    if (bytes[at] < 128) {
      found.push(value >>> 0);
      [value, shift] = [0, 0];
    }
  }
  return found;
}

const utf8 = new TextDecoder();
const text = (bytes, from, to) => utf8.decode(bytes.subarray(from, to));
