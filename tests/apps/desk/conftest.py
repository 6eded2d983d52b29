"""The cast of the desk, with their browsers."""

from __future__ import annotations

import pytest

from apps.casework.conftest import (
    _quick_passwords,
    act,
    bar,
    cast,
    hold,
    perimeters,
    request_of,
    time,
)

__all__ = ["_quick_passwords", "act", "bar", "cast", "hold", "perimeters", "request_of", "time"]


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def browser_of(cast, client):
    """Return a browser in which somebody of the cast has entered."""

    def browser_of(who: str):
        client.force_login(cast[who])
        return client

    return browser_of
