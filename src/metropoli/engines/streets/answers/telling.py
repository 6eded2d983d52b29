"""A way as a drawing, a length, a climb and a list of instructions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.streets.answers.turns import Piece, steps_of
from metropoli.engines.streets.answers.views import Views
from metropoli.engines.streets.building.geometry import bearings_deg, segment_lengths_m
from metropoli.engines.streets.freezing import frozen
from metropoli.engines.streets.kernels.joining import done
from metropoli.engines.streets.types import (
    CLASSES,
    ROUNDABOUT,
    Degrees,
    Int32s,
    Path,
    Snap,
    Streets,
)

MS_PER_S = 1000
LOOK_M = 15.0


class Span(NamedTuple):
    """The part of an arc that a way uses, as shares from the tail of the edge."""

    arc: int
    begin: float
    end: float


def path_of(
    streets: Streets,
    views: Views,
    ends: tuple[Snap, Snap],
    way: tuple[int, int, Int32s],
    gap_ms: int,
) -> Path:
    """Return the answer to a question, given its arcs, the first and the last of them in part."""
    cost_ms, time_ms, arcs = way
    spans = _spans(arcs.tolist(), ends)
    drawn = [_draw(streets, span) for span in spans]
    lat = np.concatenate([d[0] if i == 0 else d[0][1:] for i, d in enumerate(drawn)])
    lon = np.concatenate([d[1] if i == 0 else d[1][1:] for i, d in enumerate(drawn)])
    pieces = _pieces(streets, views, spans, drawn, time_ms)
    climbs = [_climb(streets, span) for span in spans]
    return Path(
        duration_s=-(-(time_ms + gap_ms) // MS_PER_S),
        length_m=sum(piece.length_m for piece in pieces),
        climb_m=sum(c[0] for c in climbs),
        drop_m=sum(c[1] for c in climbs),
        lat_deg=frozen(lat),
        lon_deg=frozen(lon),
        steps=steps_of(pieces),
        arcs=frozen(arcs),
        cost_ms=cost_ms,
    )


def _spans(arcs: list[int], ends: tuple[Snap, Snap]) -> list[Span]:
    spans = [Span(arc, float(arc % 2), 1.0 - arc % 2) for arc in arcs]
    spans[0] = spans[0]._replace(begin=ends[0].share)
    spans[-1] = spans[-1]._replace(end=ends[1].share)
    return spans


def _draw(streets: Streets, span: Span) -> tuple[Degrees, Degrees]:
    """Return the points from one share of an edge to the other, both ends included."""
    edge = span.arc >> 1
    points = slice(int(streets.edge_first[edge]), int(streets.edge_first[edge + 1]))
    lat, lon = streets.lat_deg[points], streets.lon_deg[points]
    if (span.begin, span.end) == (0.0, 1.0):
        return lat, lon
    if (span.begin, span.end) == (1.0, 0.0):
        return lat[::-1], lon[::-1]
    at = np.concatenate((np.zeros(1), np.cumsum(segment_lengths_m(lat, lon))))
    at = at / at[-1] if at[-1] > 0 else np.linspace(0.0, 1.0, len(at))
    low, high = min(span.begin, span.end), max(span.begin, span.end)
    inner = at[(at > low) & (at < high)]
    shares = np.concatenate(([low], inner, [high]))
    if span.begin > span.end:
        shares = shares[::-1]
    return np.interp(shares, at, lat), np.interp(shares, at, lon)


def _pieces(
    streets: Streets,
    views: Views,
    spans: list[Span],
    drawn: list[tuple[Degrees, Degrees]],
    time_ms: int,
) -> list[Piece]:
    shares = np.array([span.end - span.begin for span in spans])
    edges = np.array([span.arc >> 1 for span in spans])
    lengths = np.abs(shares) * streets.edge_length_m[edges]
    moving = [
        abs(
            done(int(views.arcs.time_ms[s.arc]), s.arc, s.end)
            - done(int(views.arcs.time_ms[s.arc]), s.arc, s.begin)
        )
        for s in spans
    ]
    # Turns and lights are not on any arc: they are shared out, so that the steps add up to the whole.
    waits = (time_ms - sum(moving)) / max(len(spans) - 1, 1)
    first_point = 0
    pieces = []
    for i, (span, (lat, lon)) in enumerate(zip(spans, drawn, strict=True)):
        edge = span.arc >> 1
        leaves, arrives = _bearings(lat, lon)
        pieces.append(
            Piece(
                street=int(streets.edge_name[edge]),
                street_class=CLASSES[streets.edge_class[edge]],
                is_round=views.arcs.on_arcs and bool(streets.edge_flags[edge] & ROUNDABOUT),
                length_m=float(lengths[i]),
                time_ms=moving[i] + (waits if i > 0 or len(spans) == 1 else 0.0),
                leaves_deg=leaves,
                arrives_deg=arrives,
                first_point=first_point,
                exits=_exits(streets, views, span.arc),
                turns_back=i > 0 and span.arc == spans[i - 1].arc ^ 1,
            )
        )
        first_point += len(lat) - 1
    return pieces


def _exits(streets: Streets, views: Views, arc: int) -> int:
    """Return how many ways lead out of a roundabout at the end of an arc."""
    if not (views.arcs.on_arcs and streets.edge_flags[arc >> 1] & ROUNDABOUT):
        return 0
    out = views.graph.out_arc[views.graph.out_first[arc] : views.graph.out_first[arc + 1]]
    return int(((streets.edge_flags[out >> 1] & ROUNDABOUT) == 0).sum())


def _bearings(lat: Degrees, lon: Degrees) -> tuple[float, float]:
    """Return the bearings some metres after the beginning and before the end of a drawing."""
    steps = segment_lengths_m(lat, lon)
    after = min(int(np.searchsorted(np.cumsum(steps), LOOK_M)) + 1, len(lat) - 1)
    before = max(len(lat) - 2 - int(np.searchsorted(np.cumsum(steps[::-1]), LOOK_M)), 0)
    ends = (0, after), (before, len(lat) - 1)
    leaves, arrives = (
        float(bearings_deg(lat[a : a + 1], lon[a : a + 1], lat[b : b + 1], lon[b : b + 1])[0])
        for a, b in ends
    )
    return leaves, arrives


def _climb(streets: Streets, span: Span) -> tuple[float, float]:
    edge, share = span.arc >> 1, abs(span.end - span.begin)
    up, down = float(streets.edge_climb_m[edge]), float(streets.edge_drop_m[edge])
    if np.isnan(up) or np.isnan(down):
        return 0.0, 0.0
    return (up * share, down * share) if span.arc % 2 == 0 else (down * share, up * share)
