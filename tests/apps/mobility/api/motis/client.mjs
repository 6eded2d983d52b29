// Asks our server what the applications ask it, with the client that MOTIS publishes, and prints
// what came back. Usage: node client.mjs <folder of node modules> <address of the server>
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [modules, baseUrl] = process.argv.slice(2);
const entry = join(modules, '@motis-project', 'motis-client', 'dist', 'index.js');
const motis = await import(pathToFileURL(entry));
motis.client.setConfig({ baseUrl });

async function ask(call, options) {
  const { data, error, response } = await call(options);
  return { status: response.status, data, error };
}

const time = '2026-01-05T06:50:00Z';
const home = '45,7.0025';
const window = { min: '44.5,8.0', max: '45.5,6.5' };

const told = {};
told.initial = await ask(motis.initial);
told.health = await ask(motis.health);
told.geocode = await ask(motis.geocode, { query: { text: 'quota', language: ['it'] } });
const stop = told.geocode.data[0].id;
told.reverse = await ask(motis.reverseGeocode, { query: { place: home, numResults: 3 } });
told.plan = await ask(motis.plan, {
  query: {
    fromPlace: home, toPlace: stop, time, withFares: true, numItineraries: 3,
    transitModes: ['TRAM', 'BUS'], directModes: ['WALK', 'BIKE'], maxDirectTime: 7200,
  },
});
told.later = await ask(motis.plan, {
  query: { fromPlace: home, toPlace: stop, time, pageCursor: told.plan.data.nextPageCursor },
});
told.via = await ask(motis.plan, {
  query: { fromPlace: home, toPlace: stop, time, via: ['tram:C', 'tram:D'], viaMinimumStay: [20, 0] },
});
told.post = await ask(motis.planPost, { query: { fromPlace: home, toPlace: stop, time }, body: {} });
const ride = told.plan.data.itineraries[0].legs.find((leg) => leg.tripId);
told.trip = await ask(motis.trip, { query: { tripId: ride.tripId } });
told.stoptimes = await ask(motis.stoptimes, {
  query: { stopId: 'tram:A', time, n: 5, fetchStops: true, mode: ['TRAM'] },
});
told.stopInfo = await ask(motis.stopInfo, { query: { stopId: 'tram:A' } });
told.stops = await ask(motis.stops, { query: window });
told.trips = await ask(motis.trips, {
  query: { ...window, zoom: 14, startTime: '2026-01-05T07:07:00Z', endTime: '2026-01-05T07:08:00Z' },
});
told.levels = await ask(motis.levels, { query: window });
const streets = { one: '45;7.0025', mode: 'WALK', max: 7200, maxMatchingDistance: 250, arriveBy: false };
told.oneToMany = await ask(motis.oneToMany, { query: { ...streets, many: ['45;7.02', '45;7.03'] } });
told.oneToManyPost = await ask(motis.oneToManyPost, {
  body: { ...streets, many: ['45;7.02', '45;7.03'], withDistance: true },
});
told.oneToAll = await ask(motis.oneToAll, { query: { one: home, time, maxTravelTime: 90 } });
told.rentals = await ask(motis.rentals, { query: window });
told.refused = await ask(motis.trip, { query: { tripId: 'nobody' } });

process.stdout.write(JSON.stringify(told));
