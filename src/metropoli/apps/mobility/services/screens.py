"""Screens in public places: what leaves from the stops around them, whatever happens to one of them."""

from __future__ import annotations

from datetime import datetime

from metropoli.apps.mobility.types import Composition, Passing, Screen, ScreenQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Board, Departure
from metropoli.apps.words import queries as words
from metropoli.base.errors import NotFound

MINUTE_S = 60
SPARE_TIMES = 4  # as many departures as are shown wait behind, for when the network breaks
OTHERS_SHOWN = 6


def read_screen(*, question: ScreenQuestion, now: datetime) -> Screen:
    """
    Read what leaves next from the stops of a screen, all of them together.

    A stop that is not there any more is left out, as long as another one is.

    :raises NotFound: none of the stops is known, or nothing is loaded
    """
    boards = [board for key in question.stops if (board := _board(key, now))]
    if not boards:
        raise NotFound("unknown_stop", key=question.stops[0] if question.stops else "")
    wanted = question.rows * (1 + SPARE_TIMES)
    return Screen(
        stops=tuple(board.page.stop for board in boards),
        at=boards[0].at,
        zone=boards[0].zone,
        passing=tuple(_passing(one, now) for one in _merged(boards, question.lines)[:wanted]),
        notices=tuple(dict.fromkeys(notice for board in boards for notice in board.notices)),
        live_at=min((board.live_at for board in boards if board.live_at), default=None),
        generated=travel.read_summary().generated,
    )


def compose_screen(
    *, stops: tuple[str, ...], text: str, language: str, now: datetime
) -> Composition:
    """Return the stops chosen so far, with the one that a name means; unknown keys are left out."""
    found = words.find(text, language, kinds=["stop"], limit=1 + OTHERS_SHOWN) if text else ()
    keys = dict.fromkeys([*stops, *(one.key for one in found[:1])])
    boards = [board for key in keys if (board := _board(key, now))]
    return Composition(
        pages=tuple(board.page for board in boards),
        others=found[1:],
        unknown=text if text and not found else "",
    )


def _board(key: str, now: datetime) -> Board | None:
    try:
        return travel.read_board(key=key, at=now)
    except NotFound as error:
        if error.code != "unknown_stop":
            raise
        return None


def _merged(boards: list[Board], lines: frozenset[str]) -> list[Departure]:
    """Return every departure once, in order: a station and its platform may both be on the screen."""
    found = {
        (one.trip_key, one.stop.key, one.departs_at): one
        for board in boards
        for one in board.departures
        if not lines or one.line.key in lines
    }
    return sorted(found.values(), key=lambda one: one.departs_at)


def _passing(departure: Departure, now: datetime) -> Passing:
    planned = departure.planned_at
    late_s = None if planned is None else (departure.departs_at - planned).total_seconds()
    return Passing(
        departure=departure,
        minutes=max(0, int((departure.departs_at - now).total_seconds() // MINUTE_S)),
        late_min=None if late_s is None else round(late_s / MINUTE_S),
    )
