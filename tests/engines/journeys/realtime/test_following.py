"""What was heard is in the timetable, and nothing else has changed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engines.journeys import naive as search
from engines.journeys.cities import FIRST_DAY, N_DAYS, random_city, random_query
from engines.journeys.realtime import messages, naive
from engines.journeys.realtime.naive import Message, Told
from metropoli.engines.journeys import Labels, StopLabel, open_day, plan
from metropoli.engines.journeys.realtime import Heard, follow, index_names, read_bulletin
from metropoli.engines.journeys.types import Line

CITIES = 400
SKIPPED, NO_DATA = 1, 2
CANCELED = 3


def words_of(timetable) -> Labels:
    return Labels(
        stops=tuple(StopLabel(f"s{k}", "f", "", "", "") for k in range(len(timetable.change_s))),
        lines=(Line("l0", "f", "", "0", "", 3, "", ""),),
        headsigns=("",),
        trip_ids=tuple(f"t{k}" for k in range(len(timetable.trip_pattern))),
        zones=("here", "there"),
    )


def random_messages(rng, timetable) -> list[Message]:
    """Return news of some vehicles: late, early, cancelled, passing stops by, of unknown time."""
    found = []
    for trip, service in enumerate(timetable.trip_service):
        for column in np.flatnonzero(timetable.service_runs[service]).tolist():
            if rng.random() < 0.5:
                found.append(Message(trip, column, cancelled=rng.random() < 0.2))
                found[-1].told = {} if found[-1].cancelled else random_calls(rng, timetable, trip)
    return found


def random_calls(rng, timetable, trip) -> dict[int, Told]:
    n_calls = int(timetable.trip_first[trip + 1] - timetable.trip_first[trip])
    told = {}
    for position in range(n_calls):
        kind = rng.random()
        if kind < 0.4:
            ends = [int(rng.integers(-6, 15)) if rng.random() < 0.7 else None for _ in range(2)]
            told[position] = Told(*ends) if ends != [None, None] else Told(int(rng.integers(9)))
        elif kind < 0.5:
            told[position] = Told(skipped=True)
        elif kind < 0.55:
            told[position] = Told(no_data=True)
    return told


def as_feed(rng, timetable, told: list[Message]) -> bytes:
    """Write the news as a feed does: by number or by stop, as delays or as instants."""
    return messages.feed(*(as_update(rng, timetable, one) for one in told))


def as_update(rng, timetable, message: Message):
    day = date.fromordinal(FIRST_DAY + message.column).strftime("%Y%m%d")
    relation = CANCELED if message.cancelled else 0
    calls = [as_call(rng, timetable, message, k, one) for k, one in message.told.items()]
    return messages.update(f"t{message.trip}", calls, relation=relation, start_date=day)


def as_call(rng, timetable, message: Message, position: int, told: Told):
    first = int(timetable.trip_first[message.trip])
    zone = timetable.service_zone[timetable.trip_service[message.trip]]
    start = int(timetable.day_start_s[zone, message.column + 1])
    ends = {}
    for name, delay_s, planned in (
        ("arrives", told.arrives_s, timetable.arrives_s),
        ("departs", told.departs_s, timetable.departs_s),
    ):
        if delay_s is not None:
            at = start + int(planned[first + position]) + delay_s
            ends[name] = {"delay": delay_s} if rng.random() < 0.5 else {"time": at}
    base = timetable.pattern_first[timetable.trip_pattern[message.trip]]
    stop = f"s{timetable.pattern_stop[base + position]}" if rng.random() < 0.5 else None
    return messages.call(
        int(timetable.call_sequence[first + position]),
        stop,
        relation=SKIPPED if told.skipped else NO_DATA if told.no_data else 0,
        **ends,
    )


def scenes(seed: int):
    rng = np.random.default_rng(seed)
    timetable = random_city(rng)
    told = random_messages(rng, timetable)
    bulletin = read_bulletin(as_feed(rng, timetable, told))
    directory = index_names(timetable, words_of(timetable), "f")
    followed, doubts = follow([Heard(bulletin, directory)], now=FIRST_DAY * 86_400)
    assert doubts == ("",)
    return rng, timetable, told, followed


def as_set(vehicles):
    """Return the calls of every vehicle that anybody can ride."""
    return sorted(tuple(one.calls) for one in vehicles if naive.can_be_used(one.calls))


@pytest.mark.parametrize("batch", range(4))
def test_every_vehicle_does_what_was_heard_of_it(batch):
    changed = 0
    for seed in range(batch, CITIES, 4):
        _, timetable, told, followed = scenes(seed)
        for day in range(FIRST_DAY, FIRST_DAY + N_DAYS):
            expected = naive.vehicles(timetable, day, told)
            found = search.vehicles(followed.timetable, day)
            assert as_set(found) == as_set(expected), (seed, day)
        changed += len(followed.trip_plan)
    assert changed > CITIES


@pytest.mark.parametrize("batch", range(4))
def test_journeys_are_those_of_a_timetable_rebuilt_by_hand(batch):
    for seed in range(1_000 + batch, 1_000 + CITIES, 4):
        rng, timetable, told, followed = scenes(seed)
        day = FIRST_DAY + int(rng.integers(0, N_DAYS))
        view, running = open_day(followed.timetable, day), naive.vehicles(timetable, day, told)
        for _ in range(3):
            query = random_query(rng, len(timetable.change_s))
            expected = search.plan(running, timetable, query)
            found = [(one.departs_s, one.arrives_s, len(one.rides)) for one in plan(view, query)]
            assert sorted(as_asked(found, query)) == sorted(expected), (seed, query)


def as_asked(found, query):
    """Return the answers in the criteria of the question: an instant is the same for all."""
    if query.by_arrival and query.earliest_s is None:
        return [(leaves, query.latest_s, rides) for leaves, _, rides in found]
    if not query.by_arrival and query.latest_s is None:
        return [(query.earliest_s, arrives, rides) for _, arrives, rides in found]
    return found


def test_what_was_not_heard_of_keeps_its_row_and_what_was_knows_the_planned_one():
    for seed in range(50):
        _, timetable, told, followed = scenes(seed)
        rows = len(timetable.trip_pattern)
        assert followed.n_trips == rows
        live = followed.timetable
        assert (live.departs_s[: len(timetable.departs_s)] == timetable.departs_s).all()
        assert (live.trip_pattern[:rows] == timetable.trip_pattern).all()
        said = {one.trip for one in told}
        assert {int(trip) for trip in followed.trip_plan} <= said
        untouched = [trip for trip in range(rows) if trip not in said]
        assert (live.trip_service[untouched] == timetable.trip_service[untouched]).all()
        gone = set(zip(followed.gone_trip.tolist(), followed.gone_day.tolist(), strict=True))
        for one in told:
            if one.cancelled:
                assert (one.trip, FIRST_DAY + one.column) in gone
