// raptor-journey-planner 2.2.3 (GPL-3.0, from npm). Its own loader of zips never ends on a current
// node, so that the tables are handed over here; one search of one day, all targets at once.

import { join } from 'node:path';
import planner from 'raptor-journey-planner';
import { readTable, run, toSeconds } from './harness.mjs';

const { DepartAfterQuery, JourneyFactory, RaptorAlgorithmFactory } = planner;
const ALWAYS = { runsOn: () => true };
const FOREVER = { startTime: 0, endTime: Number.MAX_SAFE_INTEGER };

await run(({ day, folder }) => {
  const trips = readTrips(folder);
  const served = new Set(trips.flatMap(({ stopTimes }) => stopTimes.map(({ stop }) => stop)));
  const raptor = RaptorAlgorithmFactory.create(trips, readWalks(folder), {});
  const planned = new DepartAfterQuery(raptor, new JourneyFactory(), 1);
  // It knows only stops where something calls. A new Date for each query: it moves the one it gets.
  const plan = (from, to, departure) =>
    served.has(from) && served.has(to)
      ? planned.plan(from, to, new Date(`${day}T12:00:00`), departure)
      : [];
  const isRide = (leg) => leg.trip !== undefined;
  return {
    ask: (from, to, departure) =>
      plan(from, to, departure).map(({ legs, arrivalTime }) => ({
        arrival: arrivalTime,
        rides: legs.filter(isRide).length,
      })),
    tell: (from, to, departure) =>
      plan(from, to, departure).map(({ legs, arrivalTime }) =>
        [`${legs.filter(isRide).length} rides → ${clock(arrivalTime)}`, ...legs.map(tellLeg)].join('\n'),
      ).join('\n'),
  };
});

function readTrips(folder) {
  const calls = new Map();
  for (const row of readTable(join(folder, 'stop_times.txt'))) {
    if (!calls.has(row.trip_id)) calls.set(row.trip_id, []);
    calls.get(row.trip_id).push({
      stop: row.stop_id,
      arrivalTime: toSeconds(row.arrival_time),
      departureTime: toSeconds(row.departure_time),
      pickUp: row.pickup_type === '0',
      dropOff: row.drop_off_type === '0',
    });
  }
  return [...calls].map(([tripId, stopTimes]) => ({
    tripId,
    serviceId: 'day',
    service: ALWAYS,
    stopTimes,
  }));
}

function readWalks(folder) {
  const walks = {};
  for (const row of readTable(join(folder, 'transfers.txt'))) {
    (walks[row.from_stop_id] ??= []).push({
      origin: row.from_stop_id,
      destination: row.to_stop_id,
      duration: Number(row.min_transfer_time),
      ...FOREVER,
    });
  }
  return walks;
}

function tellLeg({ origin, destination, trip, stopTimes, duration }) {
  if (!trip) return `  ${origin} → ${destination} walk ${duration} s`;
  const times = `${clock(stopTimes[0].departureTime)} → ${clock(stopTimes.at(-1).arrivalTime)}`;
  return `  ${origin} → ${destination} ${trip.tripId} ${times}`;
}

function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return [hours, minutes, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
