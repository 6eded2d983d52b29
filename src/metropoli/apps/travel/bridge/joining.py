"""Where a timetable touches the street: stops, entrances of stations, walks between stops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.far_walks import FAR_WALK_S, far_walks, no_walks
from metropoli.apps.travel.bridge.shaping import draw_missing_shapes, ways_on_streets
from metropoli.base.progress import Progress
from metropoli.engines import journeys
from metropoli.engines.streets import (
    NEVER,
    STEP_FREE,
    WALK,
    Links,
    Streets,
    link,
    pairs_within,
)

LINK_RADIUS_M = 300.0  # a stop further than this from every street cannot be walked to
TRANSFER_LIMIT_S = 10 * 60  # on foot between two rides
CHANGE_S = 60  # between two vehicles at one stop, where the timetable does not say
ENTRANCE = 2  # StopLabel.kind


class Changes(NamedTuple):
    """The changes of a timetable, walked without stairs; see `journeys.Timetable`."""

    transfer_first: NDArray[np.int32]
    transfer_to: NDArray[np.int32]
    transfer_s: NDArray[np.int32]
    change_s: NDArray[np.int32]


class Gates(NamedTuple):
    """Ways between the entrances of stations and their platforms, one row a way and direction."""

    from_stop: NDArray[np.int32]
    to_stop: NDArray[np.int32]
    duration_s: NDArray[np.int32]
    step_free: NDArray[np.bool_]
    inwards: NDArray[np.bool_]  # from the entrance to the platform


class Joined(NamedTuple):
    """The timetable of all feeds, and where its stops touch the street."""

    timetable: journeys.Timetable
    shapes: journeys.Shapes
    labels: journeys.Labels
    flex: journeys.Flex
    flex_labels: journeys.FlexLabels
    gates: Gates
    without_steps: Changes
    far_walks: journeys.StopWalks
    links: Links | None
    flat_links: Links | None  # the same stops, on ground without steps


def join(graph: Streets | None, feeds: list[journeys.Feed], progress: Progress) -> Joined:
    """Make one timetable of all feeds, link its stops to the street and walk between them."""
    if not feeds:
        timetable, shapes, labels = _no_timetable()
        stay = no_walks(timetable)
        gates, on_demand = _gates([], labels), (journeys.no_flex(), journeys.FlexLabels())
        return Joined(
            timetable, shapes, labels, *on_demand, gates, _changes(timetable), stay, None, None
        )
    progress("Making the timetable")
    timetable, shapes, labels = journeys.build_timetable(feeds, change_s=CHANGE_S)
    gates, on_demand = _gates(feeds, labels), _on_demand(feeds)
    if graph is None:
        plain = _changes(timetable), no_walks(timetable)
        return Joined(timetable, shapes, labels, *on_demand, gates, *plain, None, None)
    progress("Leading buses and trams along the streets")
    way = ways_on_streets(graph, timetable)
    timetable, shapes = draw_missing_shapes(timetable, shapes, labels, way)
    timetable = timetable._replace(pattern_along_m=journeys.measure_patterns(timetable, shapes))
    timetable = timetable._replace(pattern_along_m=journeys.measure_patterns(timetable, shapes))
    progress(f"Linking {len(labels.stops):,} stops to the streets")
    at = (timetable.stop_lat_deg, timetable.stop_lon_deg)
    links = link(graph, WALK, *at, radius_m=LINK_RADIUS_M)
    flat_links = link(graph, STEP_FREE, *at, radius_m=LINK_RADIUS_M)
    progress("Walking between the stops")
    flat = _fold(timetable, feeds, graph, STEP_FREE, flat_links)
    every = _fold(timetable, feeds, graph, WALK, links, limit_s=FAR_WALK_S)
    timetable = _fold(timetable, feeds, graph, WALK, links)
    walks = _changes(flat), far_walks(timetable, every, progress)
    return Joined(timetable, shapes, labels, *on_demand, gates, *walks, links, flat_links)


def _on_demand(feeds: list[journeys.Feed]) -> tuple[journeys.Flex, journeys.FlexLabels]:
    return journeys.join_flex(
        [(feed.flex, feed.flex_labels) for feed in feeds],
        [len(feed.labels.stops) for feed in feeds],
        [len(feed.labels.lines) for feed in feeds],
    )


def through_gates(
    seconds: NDArray[np.int32], gates: Gates, *, inwards: bool, step_free: bool
) -> NDArray[np.int32]:
    """
    Return the time to (or from) every stop, where platforms with entrances are reached by them.

    :param seconds: by stop, NEVER where the street does not lead in time
    """
    mine = gates.inwards == inwards
    if not mine.any():
        return seconds
    platform, entrance = gates.from_stop[mine], gates.to_stop[mine]
    if inwards:
        platform, entrance = entrance, platform
    usable = gates.step_free[mine] if step_free else np.ones(len(platform), np.bool_)
    usable &= seconds[entrance] != NEVER
    through = seconds.copy()
    through[platform] = NEVER
    arrives_s = seconds[entrance[usable]] + gates.duration_s[mine][usable]
    np.minimum.at(through, platform[usable], arrives_s)
    return through


def _fold(
    timetable: journeys.Timetable,
    feeds: list[journeys.Feed],
    graph: Streets,
    mode: int,
    links: Links,
    limit_s: int = TRANSFER_LIMIT_S,
) -> journeys.Timetable:
    near = pairs_within(graph, mode, links, limit_s=limit_s)
    walks = journeys.StopWalks(near.first.astype(np.int32), near.to, near.duration_s)
    return journeys.fold_transfers(timetable, feeds, walks=walks, change_s=CHANGE_S)


def _changes(timetable: journeys.Timetable) -> Changes:
    return Changes(*(getattr(timetable, name) for name in Changes._fields))


def _gates(feeds: list[journeys.Feed], labels: journeys.Labels) -> Gates:
    is_entrance = np.array([stop.kind == ENTRANCE for stop in labels.stops], np.bool_)
    columns: list[tuple[NDArray[np.generic], ...]] = [
        tuple(np.zeros(0, kind) for kind in (np.int32, np.int32, np.int32, np.bool_))
    ]
    shift = 0
    for feed in feeds:
        ways = feed.links
        columns.append(
            (ways.from_stop + shift, ways.to_stop + shift, ways.duration_s, ways.step_free)
        )
        shift += len(feed.labels.stops)
    start, end, duration_s, flat = (np.concatenate(c) for c in zip(*columns, strict=True))
    start, end = start.astype(np.int32), end.astype(np.int32)
    if not len(start):
        return Gates(start, end, duration_s.astype(np.int32), flat.astype(bool), flat.astype(bool))
    keep = is_entrance[start] != is_entrance[end]
    return Gates(
        start[keep],
        end[keep],
        duration_s[keep].astype(np.int32),
        flat[keep].astype(np.bool_),
        is_entrance[start[keep]],
    )


def _no_timetable() -> tuple[journeys.Timetable, journeys.Shapes, journeys.Labels]:
    """Return the timetable of a city of which only the streets are known."""
    ends = np.zeros(1, np.int64)
    arrays = {name: np.zeros(0, np.int32) for name in journeys.Timetable._fields}
    firsts = {name: ends for name in arrays if name.endswith("_first")}
    days = {"first_day": 0, "service_runs": np.zeros((0, 0), np.bool_)}
    timetable = journeys.Timetable(**(arrays | firsts | days))  # type: ignore[arg-type]
    shapes = journeys.Shapes(ends, np.zeros(0), np.zeros(0))
    return timetable, shapes, journeys.Labels((), (), (), (), ())
