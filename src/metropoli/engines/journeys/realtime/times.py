"""What a message says of the calls of a trip: which call is meant, and when it will be."""

from __future__ import annotations

from collections.abc import Sequence

from metropoli.engines.journeys.realtime.directory import Directory
from metropoli.engines.journeys.realtime.noting import Notes
from metropoli.engines.journeys.realtime.runs import Run, Span
from metropoli.engines.journeys.realtime.types import NO_DATA, SKIPPED, CallNews

EARLIEST_S, LATEST_S = -1_800, 6 * 3_600  # delays beyond these are mistakes of who tells them
BACK_S = 600  # so far back in time no vehicle goes, however bad its clock

Found = dict[int, CallNews]


def match_calls(
    directory: Directory, run: Run, span: Span, calls: Sequence[CallNews], notes: Notes
) -> Found:
    """Return what is said of which position: by stop_sequence, by stop_id, or by both."""
    numbers = {run.sequence[k]: k for k in range(span.first, span.last)}
    numbers[span.last_sequence] = span.last
    found: Found = {}
    here = span.first
    for news in calls:
        stop = directory.stops.get(news.stop_id, -1) if news.stop_id else -1
        position = numbers.get(news.sequence, -1)
        if stop >= 0 and (position < 0 or run.stop[position] != stop):
            position = _by_stop(directory, run, (here, span.last), stop, position)
        if position < 0:
            notes.note("realtime_call_unknown", stop=news.stop_id, sequence=news.sequence)
        elif position < here:
            notes.note("realtime_calls_disordered")
        else:
            here = position
            found[position] = news
            _move(directory, run, position, stop, news)
    return found


def _by_stop(
    directory: Directory, run: Run, within: tuple[int, int], stop: int, position: int
) -> int:
    """Return the next call at a stop; the numbered one if the stop is another platform there."""
    at_stop = (k for k in range(within[0], within[1] + 1) if run.stop[k] == stop)
    by_stop = next(at_stop, -1)
    if by_stop >= 0 or position < 0:
        return by_stop
    parent = directory.timetable.stop_parent
    same = parent[stop] == parent[run.stop[position]] and parent[stop] != stop
    return position if same else -1


def _move(directory: Directory, run: Run, position: int, stop: int, news: CallNews) -> None:
    assigned = directory.stops.get(news.assigned_stop_id, -1) if news.assigned_stop_id else stop
    if assigned >= 0:
        run.move(position, assigned)
    if not news.boards and run.board[position]:
        run.board[position], run.touched = False, True
    if not news.alights and run.alight[position]:
        run.alight[position], run.touched = False, True


def tell_times(run: Run, span: Span, found: Found, delay_s: int | None) -> str:
    """
    Give the calls of a trip the times that are foretold; return the code of why not, if not.

    A delay holds for all calls after it until another one is told, as the GTFS-Realtime reference
    says. Of a call with one time the other moves alike. Before the first call that is spoken of,
    and after one without data, the timetable holds. Delays of the whole trip hold where no call
    is spoken of.
    """
    if any(news.relation not in (SKIPPED, NO_DATA) for news in found.values()):
        delay_s = None
    elif delay_s is not None and not EARLIEST_S <= delay_s <= LATEST_S:
        return "realtime_delay_absurd"
    times = _times(run, span, found, delay_s)
    if isinstance(times, str):
        return times
    _write(run, span, times)
    for position, news in found.items():
        if news.relation == SKIPPED:
            run.skip(position)
    return ""


def _write(run: Run, span: Span, times: dict[int, tuple[int, int]]) -> None:
    for position, (arrives_s, departs_s) in times.items():
        # Where one trip becomes the next, each speaks of its own side of the call.
        if not (position == span.first and span.shared_first):
            run.arrives_s[position] = arrives_s
        if not (position == span.last and span.shared_last):
            run.departs_s[position] = departs_s
        run.known[position] = run.touched = True
    if times:
        run.pull(min(times))


def _times(
    run: Run, span: Span, found: Found, carried_s: int | None
) -> dict[int, tuple[int, int]] | str:
    """Return arrival and departure of every call whose time is foretold."""
    times: dict[int, tuple[int, int]] = {}
    latest_s = -(1 << 30)
    for position in range(span.first, span.last + 1):
        news = found.get(position)
        if news is not None and news.relation == NO_DATA:
            carried_s = None
            continue
        arrival_s = departure_s = carried_s
        if news is not None:
            told_s = _delays(run, position, news)
            if told_s is not None:
                arrival_s, departure_s = told_s
                if not EARLIEST_S <= min(told_s) <= max(told_s) <= LATEST_S:
                    return "realtime_delay_absurd"
        if arrival_s is None or departure_s is None:
            continue
        arrives_s = run.arrives_s[position] + arrival_s
        departs_s = run.departs_s[position] + departure_s
        if min(arrives_s, departs_s) < latest_s - BACK_S:
            return "realtime_runs_backwards"
        arrives_s = max(arrives_s, latest_s)
        latest_s = departs_s = max(departs_s, arrives_s)
        times[position] = arrives_s, departs_s
        carried_s = departs_s - run.departs_s[position]
    return times


def _delays(run: Run, position: int, news: CallNews) -> tuple[int, int] | None:
    """Return the delays of arrival and departure; where one is not told it is as the other."""
    if news.relation == SKIPPED:
        return None
    arrival_s, departure_s = news.arrival_delay_s, news.departure_delay_s
    if news.arrives_at is not None:
        arrival_s = news.arrives_at - run.day_start - run.arrives_s[position]
    if news.departs_at is not None:
        departure_s = news.departs_at - run.day_start - run.departs_s[position]
    if arrival_s is None and departure_s is None:
        return None
    if arrival_s is None:
        arrival_s = departure_s
    if departure_s is None:
        departure_s = arrival_s
    assert arrival_s is not None
    assert departure_s is not None
    return arrival_s, departure_s
