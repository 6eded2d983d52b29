"""Stops and lines, on a day."""

from __future__ import annotations

from datetime import date, datetime

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.live import live_network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import Board, LineName, LinePage


def read_board(*, key: str, at: datetime) -> Board:
    """
    Read what leaves from a stop, or from all platforms of a station, from an instant on, as things are now.

    :raises NotFound: no stop has this key
    """
    return bridge.board(live_network(), key, at)


def list_lines() -> tuple[LineName, ...]:
    """List every line: metro, trams and trains before buses, numbers in their order."""
    return bridge.all_lines(network())


def read_line(*, key: str, day: date) -> LinePage:
    """
    Read the ways in which a line runs on a day, with the planned times of every vehicle.

    :raises NotFound: no line has this key
    """
    return bridge.line_page(bridge.as_planned(live_network()), key, day)
