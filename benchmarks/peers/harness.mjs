// What every harness does alike: read the work, warm up, measure, write the answers.
//
//   node minotor.mjs --day 2026-09-07 --folder var/bench/day --pairs pairs.csv --out answers.csv
//     [--limit 300] [--tell 17,203]
//
// --limit measures the first pairs only; --tell prints the legs of some pairs instead of measuring.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const WARM_UP = 50;
export const MAX_RIDES = 8;

export function readOptions() {
  const text = { type: 'string' };
  const options = { day: text, folder: text, pairs: text, out: text, limit: text, tell: text };
  return parseArgs({ options }).values;
}

// Tables of the prepared day, and pairs: plain commas, no quotes in the columns that we read.
export function* readTable(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  for (const line of lines) {
    const cells = line.split(',');
    yield Object.fromEntries(columns.map((column, at) => [column, cells[at]]));
  }
}

export function toSeconds(clock) {
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

// Answers are {arrival, rides}: keep those that no other betters.
export function bestOf(answers) {
  const byRides = answers
    .filter(({ rides }) => rides > 0 && rides <= MAX_RIDES)
    .sort((a, b) => a.rides - b.rides || a.arrival - b.arrival);
  let earliest = Infinity;
  return byRides.filter(({ arrival }) => arrival < earliest && ((earliest = arrival), true));
}

// `load()` returns `{ask, tell}`: `ask(from, to, departure)` the answers (seconds of the day).
export async function run(load) {
  const options = readOptions();
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  const { ask, tell } = await load(options);
  const import_s = (performance.now() - started) / 1000;
  const spent = process.cpuUsage(startedCpu);
  const pairs = [...readTable(options.pairs)].slice(0, Number(options.limit ?? Infinity));
  const query = (pair) => [pair.from_stop_id, pair.to_stop_id, toSeconds(pair.departure)];
  if (options.tell !== undefined) {
    const told = new Set(options.tell.split(','));
    for (const pair of pairs.filter(({ pair }) => told.has(pair))) {
      console.log(`pair ${Object.values(pair).join(' ')}\n${tell(...query(pair))}`);
    }
    return;
  }
  for (const pair of pairs.slice(0, WARM_UP)) ask(...query(pair));
  const lines = pairs.flatMap((pair) => measure(pair, () => ask(...query(pair))));
  const header = 'pair,departure_s,arrival_s,rides,cpu_ms,wall_ms\n';
  writeFileSync(options.out, header + lines.map((line) => line.join(',') + '\n').join(''));
  const about = {
    import_wall_s: import_s,
    import_cpu_s: (spent.user + spent.system) / 1e6,
    memory_mb: process.resourceUsage().maxRSS / 1024,
  };
  writeFileSync(options.out.replace(/\.csv$/, '.json'), JSON.stringify(about) + '\n');
}

function measure(pair, ask) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const answers = ask();
  const spent = process.cpuUsage(cpu);
  const wall_ms = (performance.now() - wall).toFixed(3);
  const cpu_ms = ((spent.user + spent.system) / 1000).toFixed(3);
  const departure = toSeconds(pair.departure);
  const found = bestOf(answers);
  if (found.length === 0) return [[pair.pair, departure, '', '', cpu_ms, wall_ms]];
  return found.map(({ arrival, rides }) => [pair.pair, departure, arrival, rides, cpu_ms, wall_ms]);
}
