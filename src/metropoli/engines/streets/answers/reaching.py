"""Times from one position to many, from many to one, and among many."""

from __future__ import annotations

import numpy as np

from metropoli.engines.streets.answers.snapping import GAP_M_PER_S
from metropoli.engines.streets.answers.views import views_of
from metropoli.engines.streets.freezing import freeze, frozen
from metropoli.engines.streets.kernels.gathering import reach_ends
from metropoli.engines.streets.kernels.joining import (
    Arcs,
    Marks,
    pairs,
    reach_backward,
    reach_forward,
)
from metropoli.engines.streets.kernels.searching import FAR
from metropoli.engines.streets.types import NEVER, Int32s, Int64s, Links, Neighbours, Snap, Streets

MS_PER_S = 1000
LONGEST_S = 24 * 3600


def times_to_links(
    streets: Streets,
    mode: int,
    start: Snap,
    links: Links,
    *,
    limit_s: int,
    marks: Marks | None = None,
) -> Int32s:
    """
    Return the seconds from a position to each link; NEVER where it takes longer than the limit.

    Whoever asks for the same links again and again marks them once (`mark`).
    """
    views = views_of(streets, mode)
    limit_ms = _limit_ms(limit_s)
    marks = marks or mark(streets, links)
    found = reach_forward(*views, marks, start.edge, start.share, limit_ms)
    return _seconds(found, _gaps_ms(mode, start, links), limit_ms)


def times_from_links(
    streets: Streets,
    mode: int,
    end: Snap,
    links: Links,
    *,
    limit_s: int,
    marks: Marks | None = None,
) -> Int32s:
    """
    Return the seconds from each link to a position; NEVER where it takes longer than the limit.

    Whoever asks for the same links again and again marks them once (`mark`).
    """
    views = views_of(streets, mode)
    limit_ms = _limit_ms(limit_s)
    marks = marks or mark(streets, links)
    found = reach_backward(*views, marks, end.edge, end.share, limit_ms)
    return _seconds(found, _gaps_ms(mode, end, links), limit_ms)


def pairs_within(streets: Streets, mode: int, links: Links, *, limit_s: int) -> Neighbours:
    """
    Return, for each link, the others that it reaches within the limit, nearest first.

    One bounded search a link: 7,000 stops and ten minutes on foot take some seconds.
    """
    return _pairs(streets, mode, links, links, limit_s)


def pairs_between(
    streets: Streets, mode: int, starts: Links, ends: Links, *, limit_s: int
) -> Neighbours:
    """Return, for each start, the ends that it reaches within the limit, nearest first."""
    return _pairs(streets, mode, starts, ends, limit_s)


def _pairs(streets: Streets, mode: int, starts: Links, ends: Links, limit_s: int) -> Neighbours:
    same = starts is ends
    begin = mark(streets, starts)
    first, to, time_ms = pairs(
        *views_of(streets, mode),
        begin,
        begin if same else mark(streets, ends),
        _walked_ms(mode, starts),
        _walked_ms(mode, ends),
        _limit_ms(limit_s),
        same,
    )
    return freeze(Neighbours(first, to, (-(-time_ms // MS_PER_S)).astype(np.int32)))


def who_reaches(
    streets: Streets, mode: int, starts: Links, ends: Links, *, limit_s: int
) -> Neighbours:
    """
    Return, for each end, which starts reach it within the limit, and in how long.

    One bounded search an end: cheap for few ends among many starts.
    """
    views = views_of(streets, mode)
    places = (ends.edge, ends.share, _walked_ms(mode, ends))
    first, start, time_ms = reach_ends(
        *views,
        _into(views.arcs, len(views.graph.out_first) - 1),
        mark(streets, starts),
        _walked_ms(mode, starts),
        (frozen(places[0]), frozen(places[1]), frozen(places[2])),
        _limit_ms(limit_s),
    )
    return freeze(Neighbours(first, start, (-(-time_ms // MS_PER_S)).astype(np.int32)))


def _into(arcs: Arcs, n_vertices: int) -> tuple[Int32s, Int32s]:
    """Return the open arcs on which whoever starts gets to each vertex, as offsets and arcs."""
    arc = np.arange(len(arcs.cost_ms), dtype=np.int32)
    vertex = arc if arcs.on_arcs else np.stack((arcs.head, arcs.tail), axis=1).ravel()
    open_arc = arc[arcs.cost_ms >= 0]
    order = open_arc[np.argsort(vertex[open_arc], kind="stable")]
    counts = np.bincount(vertex[open_arc], minlength=n_vertices)
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return frozen(first.astype(np.int32)), frozen(order)


def _limit_ms(limit_s: int) -> int:
    return MS_PER_S * max(0, min(int(limit_s), LONGEST_S))


def mark(streets: Streets, links: Links) -> Marks:
    """Return links sorted by their edges, as searches pass them."""
    on_street = np.flatnonzero(links.edge >= 0)
    order = on_street[np.argsort(links.edge[on_street], kind="stable")]
    counts = np.bincount(links.edge[on_street], minlength=len(streets.edge_tail))
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return freeze(Marks(links.edge, links.share, first.astype(np.int32), order.astype(np.int32)))


def _walked_ms(mode: int, links: Links) -> Int64s:
    return np.rint(1000.0 * links.gap_m.astype(np.float64) / GAP_M_PER_S[mode]).astype(np.int64)


def _gaps_ms(mode: int, end: Snap, links: Links) -> Int64s:
    gaps: Int64s = _walked_ms(mode, links) + round(1000.0 * end.gap_m / GAP_M_PER_S[mode])
    return gaps


def _seconds(found_ms: Int64s, gap_ms: Int64s, limit_ms: int) -> Int32s:
    total = found_ms + gap_ms
    reached = (found_ms < FAR) & (total <= limit_ms)
    seconds = np.where(reached, -(-total // MS_PER_S), NEVER).astype(np.int32)
    seconds.flags.writeable = False
    return seconds
