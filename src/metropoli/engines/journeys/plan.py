"""From a question to the journeys that nobody can better."""

from __future__ import annotations

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels import tell
from metropoli.engines.journeys.kernels.bundles import (
    FAR,
    MOST_RIDES,
    Network,
    Starts,
    Work,
    make_work,
)
from metropoli.engines.journeys.kernels.scan import (
    ANSWER_WORDS,
    HOP_WORDS,
    search,
)
from metropoli.engines.journeys.kernels.starts import find_starts
from metropoli.engines.journeys.kernels.tidy import walk_less
from metropoli.engines.journeys.legs import tell_journey
from metropoli.engines.journeys.types import Int32s, Journey, Query, Walks

RIDES = 2  # word of an answer
FEW_ANSWERS = 256  # room for answers; a search that finds more is run again with enough


def plan(day: Day, query: Query) -> tuple[Journey, ...]:
    """
    Return every journey with rides that no other betters, by departure, arrival and rides.

    Within a window: the Pareto set of (leave later, arrive earlier, ride less) among journeys that
    leave (or, by arrival, arrive) in the window, ends included. From an instant: the Pareto set
    of (arrive earlier, ride less), each leaving as late as its vehicles allow; by an arrival: the
    Pareto set of (leave later, ride less). A journey as slow as walking all the way is left out.
    Between two rides one changes at the stop (`change_s`) or takes one walk of the timetable.

    :raises Invalid: window_not_given, window_ends_before_it_starts, rides_out_of_range
    """
    _check(query)
    access, egress = _by_number(day, query.access), _by_number(day, query.egress)
    work = _borrow(day)
    _set_walks(work, access, egress)
    found = _find(day, query, access, egress, work)
    _set_walks(work, dict.fromkeys(access, FAR), dict.fromkeys(egress, FAR))
    day.idle.append(work)  # whoever fails on the way takes the workspace down with them
    return tuple(_tell(day, rides.tolist(), access, egress) for rides in found)


def _check(query: Query) -> None:
    needed = query.latest_s if query.by_arrival else query.earliest_s
    if needed is None:
        raise Invalid("window_not_given")
    earliest_s, latest_s = query.earliest_s, query.latest_s
    if earliest_s is not None and latest_s is not None and earliest_s > latest_s:
        raise Invalid("window_ends_before_it_starts", earliest_s=earliest_s, latest_s=latest_s)
    if not 1 <= query.max_rides <= MOST_RIDES:
        raise Invalid("rides_out_of_range", rides=query.max_rides, most=MOST_RIDES)


def _borrow(day: Day) -> Work:
    """Return a workspace that no other thread holds (taking from a list is atomic)."""
    try:
        return day.idle.pop()
    except IndexError:
        return make_work(day.onward)


def _set_walks(work: Work, access: dict[int, int], egress: dict[int, int]) -> None:
    for held_s, walks_s in ((work.access_s, access), (work.egress_s, egress)):
        stops = np.fromiter(walks_s, np.int64, len(walks_s))
        held_s[stops] = np.fromiter(walks_s.values(), np.int32, len(walks_s))


def _by_number(day: Day, walks: Walks) -> dict[int, int]:
    """Return the shortest walk for each stop (by number) where a vehicle calls."""
    shortest_s: dict[int, int] = {}
    numbers = day.stop_number[walks.stop].tolist()
    for number, walk_s in zip(numbers, np.asarray(walks.walk_s).tolist(), strict=True):
        if number >= 0 and walk_s < shortest_s.get(number, FAR):
            shortest_s[number] = walk_s
    return shortest_s


def _find(
    day: Day, query: Query, access: dict[int, int], egress: dict[int, int], work: Work
) -> list[Int32s]:
    """Return the rides of each answer (rides, RIDE_WORDS), by departure."""
    if query.by_arrival:
        answers, hops = _search(day.backward, query, egress, work, work.access_s)
        tell.turn_round(day.backward, answers[:, RIDES], hops)
    else:
        answers, hops = _search(day.onward, query, access, work, work.egress_s)
        if query.latest_s is None:
            tell.wait_less(day.onward, answers[:, RIDES], hops)
    rides = answers[:, RIDES]
    gain_s = FAR if query.earliest_s is None or query.latest_s is None else 0
    walk_less(day.onward, work, day.vehicles.column, gain_s, rides, hops)
    told = tell.tell_rides(day.onward, rides, hops)
    found = [told[row, :n] for row, n in enumerate(rides.tolist())]
    # Searches answer from the far end of the window; travellers read it from the near one.
    found.sort(key=lambda rides: (rides[0, tell.DEPARTS_S], len(rides)))
    return found


def _search(
    network: Network, query: Query, first_walks: dict[int, int], work: Work, last_walk_s: Int32s
) -> tuple[Int32s, Int32s]:
    """Return answers and hops of the search on a network, in that network's direction of time."""
    starts = _starts(network, query, first_walks)
    direct_s = FAR if query.direct_s is None else min(query.direct_s, FAR)
    most = FEW_ANSWERS
    while True:
        answers = np.empty((most, ANSWER_WORDS), np.int32)
        hops = np.empty((most, query.max_rides, HOP_WORDS), np.int32)
        n = search(network, work, starts, last_walk_s, query.max_rides, direct_s, answers, hops)
        if n <= most:
            break
        most = n
    return answers[:n], hops[:n]


def _starts(network: Network, query: Query, access: dict[int, int]) -> Starts:
    """Return the first boardings, last first, in the network's direction of time."""
    earliest_s, latest_s = query.earliest_s, query.latest_s
    if query.by_arrival:
        earliest_s, latest_s = _negated(latest_s), _negated(earliest_s)
    assert earliest_s is not None
    stop = np.fromiter(access, np.int32, len(access))
    walk_s = np.fromiter(access.values(), np.int32, len(access))
    if latest_s is None:
        return find_starts(network, stop, walk_s, earliest_s, earliest_s - 1)
    starts = find_starts(network, stop, walk_s, earliest_s, latest_s)
    order = np.argsort(-starts.leaves_s, kind="stable")
    return Starts(starts.leaves_s[order], starts.column[order], starts.trip[order])


def _negated(when_s: int | None) -> int | None:
    return None if when_s is None else -when_s


def _tell(
    day: Day, rides: list[list[int]], access: dict[int, int], egress: dict[int, int]
) -> Journey:
    first_stop, last_stop = rides[0][tell.STOP_ON], rides[-1][tell.STOP_OFF]
    return tell_journey(day, rides, access[first_stop], egress[last_stop])
