"""How full places are by the hour, and the luck of single things: same instant, same city."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator

ROME = ZoneInfo("Europe/Rome")
SEED = 2025
SLOT_S = 600  # what is where changes every ten minutes
CENTRE = (45.0703, 7.6825)  # where everybody goes in the morning
CENTRAL_DEG = 0.015
RUSH_H, DAY_H = 13.0, 24.0  # the centre is fullest at one o'clock


def fullness_share(at: datetime, lat_deg: float, lon_deg: float, luck: Generator | None) -> float:
    """Return which share of a place is taken, by the hour and by how central it is."""
    away = math.hypot(lat_deg - CENTRE[0], (lon_deg - CENTRE[1]) * 0.7)
    central = math.exp(-((away / CENTRAL_DEG) ** 2))
    wave = math.cos((_hour(at) - RUSH_H) * 2 * math.pi / DAY_H)
    share = 0.5 + 0.4 * wave * (2 * central - 1)
    return float(
        np.clip(share + (luck.normal(0, 0.12) if luck else 0.0), 0.0 if luck else 0.05, 1.0)
    )


def working_hours_share(at: datetime, luck: Generator) -> float:
    """Return how full a car park at the edge of town is: from when people leave home until they return."""
    hour = _hour(at)
    return float(
        np.clip(0.1 + 0.75 * math.exp(-(((hour - RUSH_H) / 5) ** 4)) + luck.normal(0, 0.04), 0, 1)
    )


def luck_of(*about: str | int) -> Generator:
    """Return the luck of one thing: the same for the same words."""
    return np.random.default_rng([SEED, *(_number_of(str(word)) for word in about)])


def _number_of(text: str) -> int:
    """Return a number for a text, the same in every process."""
    number = 0
    for letter in text.encode():
        number = (number * 257 + letter + 1) % (2**31 - 1)
    return number


def _hour(at: datetime) -> float:
    local = at.astimezone(ROME)
    return local.hour + local.minute / 60


def slot_of(at: datetime) -> int:
    """Return the ten minutes in which an instant lies."""
    return int(at.timestamp()) // SLOT_S


def seen_s(at: datetime) -> int:
    """Return an instant as Unix time."""
    return int(at.timestamp())
