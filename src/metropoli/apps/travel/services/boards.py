"""Stops and lines, on a day."""

from __future__ import annotations

from datetime import date, datetime

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import Board, LineName, LinePage


def read_board(*, key: str, at: datetime) -> Board:
    """
    Read what leaves from a stop, or from all platforms of a station, from an instant on.

    :raises NotFound: no stop has this key
    """
    return bridge.board(network(), key, at)


def list_lines() -> tuple[LineName, ...]:
    """List every line: metro, trams and trains before buses, numbers in their order."""
    return bridge.all_lines(network())


def read_line(*, key: str, day: date) -> LinePage:
    """
    Read the ways in which a line runs on a day, with the times of every vehicle.

    :raises NotFound: no line has this key
    """
    return bridge.line_page(network(), key, day)
