// minotor 1.0.7 (MIT, from npm). Its reader turns ids that look like numbers into numbers, which is
// why the prepared day has none. Arrivals are read round by round: the map of earliest arrivals can
// be overwritten by a later walk (see docs/benchmarks.md).

import { join } from 'node:path';
import { Query, Router, Time } from 'minotor';
import { GtfsParser } from 'minotor/parser';
import { MAX_RIDES, run } from './harness.mjs';

await run(async ({ day, folder }) => {
  const parser = new GtfsParser(join(folder, 'day.zip'));
  const { timetable, stopsIndex } = await parser.parse(new Date(`${day}T12:00:00`));
  const router = new Router(timetable, stopsIndex);

  const route = (from, to, departure) =>
    router.route(
      new Query.Builder()
        .from(from)
        .to(to)
        .departureTime(Time.fromSeconds(departure))
        .maxTransfers(MAX_RIDES - 1)
        .build(),
    );

  const answersOf = ({ earliestArrivalsPerRound }, to) =>
    earliestArrivalsPerRound.flatMap((arrivals, rides) => {
      const reached = arrivals.get(to);
      return reached ? [{ arrival: reached.time.toSeconds(), rides }] : [];
    });

  return {
    ask: (from, to, departure) => answersOf(route(from, to, departure), to),
    tell: (from, to, departure) => legsOf(route(from, to, departure), to),
  };
});

function legsOf({ earliestArrivalsPerRound }, to) {
  return earliestArrivalsPerRound.flatMap((arrivals, rides) => {
    const lines = [];
    let stop = to;
    for (let round = rides; arrivals.has(to); ) {
      const { leg, time } = earliestArrivalsPerRound[round].get(stop) ?? {};
      if (!leg) break;
      const how = 'route' in leg ? `${leg.route.name} ${leg.departureTime}` : 'walk';
      lines.unshift(`  ${leg.from.id} → ${leg.to.id} ${how} → ${time}`);
      if ('route' in leg) round -= 1;
      stop = leg.from.id;
    }
    return arrivals.has(to) ? [`${rides} rides`, ...lines] : [];
  }).join('\n');
}
