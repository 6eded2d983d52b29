"""What a board shows, in the city where every departure is known by heart."""

from __future__ import annotations

import pytest

from apps.travel.miniature import MONDAY, when
from metropoli.apps.travel import services

pytestmark = pytest.mark.usefixtures("city")


def test_a_tram_that_ends_here_is_not_on_the_board():
    board = services.read_board(key="tram:D", at=when(MONDAY, "08:00"))
    assert [one.departs_at for one in board.departures] == [when(MONDAY, "18:00")]
    assert board.departures[0].headsign == "Alfa"
