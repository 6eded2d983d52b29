"""Stays on the way: told as a leg on which one goes nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.trips.places import stops_there
from metropoli.apps.travel.types import STAY, Costs, Leg, Point, Via

FREE = Costs(fare_cents=0, energy_wh=0, co2_g=0)


def stay_leg(point: Point, arrives_at: datetime, leaves_at: datetime) -> Leg:
    """Return the leg of being at a place."""
    here = (point.lon_deg, point.lat_deg)
    return Leg(
        mode=STAY,
        start=point,
        end=point,
        departs_at=arrives_at,
        arrives_at=leaves_at,
        length_m=0,
        geometry=(here, here),
        costs=FREE,
    )


def passing(network: Network, legs: list[Leg], vias: Sequence[Via]) -> list[Leg]:
    """Say of each place that is no stay on which leg one is carried through it."""
    told, place = list(legs), 0
    for number, leg in enumerate(legs):
        if leg.mode == STAY:
            place = next(k for k in range(place, len(vias)) if vias[k].point == leg.start) + 1
            continue
        keys = {call.stop.key for call in leg.calls}
        passed = []
        while place < len(vias) and vias[place].stay_s == 0:
            there = stops_there(network, vias[place].point)
            if not keys & there:
                break
            passed.append(vias[place].point.name)
            place += 1
        told[number] = replace(leg, passes=tuple(passed))
    return told
