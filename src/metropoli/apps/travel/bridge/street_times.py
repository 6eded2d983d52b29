"""How long the streets take from one point to many, or from many to one."""

from __future__ import annotations

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.street_legs import graph_of, streets_of
from metropoli.apps.travel.types import StreetTime, StreetTimesQuestion
from metropoli.base.errors import NotFound
from metropoli.engines import streets


def street_times(network: Network, question: StreetTimesQuestion) -> tuple[StreetTime | None, ...]:
    """Return the time of each way; see `services.list_street_times`."""
    ground = streets_of(network)
    graph = graph_of(question.mode, step_free=question.step_free)
    one = question.one
    try:
        at = streets.snap(
            ground, graph, one.lat_deg, one.lon_deg, radius_m=question.street_within_m
        )
    except NotFound:
        return (None,) * len(question.many)
    links = streets.link(
        ground,
        graph,
        np.array([point.lat_deg for point in question.many], np.float64),
        np.array([point.lon_deg for point in question.many], np.float64),
        radius_m=question.street_within_m,
    )
    times = streets.times_from_links if question.towards else streets.times_to_links
    lasts_s = times(ground, graph, at, links, limit_s=question.longest_s)
    return tuple(
        None
        if seconds == streets.NEVER
        else StreetTime(seconds, _length_m(ground, graph, at, links, row, question))
        for row, seconds in enumerate(lasts_s.tolist())
    )


def _length_m(
    ground: streets.Streets,
    graph: int,
    at: streets.Snap,
    links: streets.Links,
    row: int,
    question: StreetTimesQuestion,
) -> int | None:
    if not question.with_lengths:
        return None
    there = streets.Snap(
        edge=int(links.edge[row]),
        share=float(links.share[row]),
        lat_deg=float(links.lat_deg[row]),
        lon_deg=float(links.lon_deg[row]),
        gap_m=float(links.gap_m[row]),
    )
    if there.edge == at.edge and there.share == at.share:
        return round(there.gap_m + at.gap_m)
    ends = (there, at) if question.towards else (at, there)
    return round(streets.route(ground, graph, *ends).length_m + there.gap_m + at.gap_m)
