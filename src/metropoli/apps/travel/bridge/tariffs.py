"""The tariffs of cities, from `facts/tariffs/`: data become rules of the engine."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from metropoli.engines import journeys

FACTS = files("metropoli.apps.travel") / "facts" / "tariffs"
NAMES = ("torino",)
WITHIN = {"boarding": journeys.BOARDING, "alighting": journeys.ALIGHTING}
MINUTE_S = 60


def tariff_of(labels: journeys.Labels, day: int) -> journeys.CityRules | None:
    """
    Return the tariff of the city whose lines these are, with the prices in force on a day.

    None where we know no tariff for any of the lines, or none in force so early.
    """
    for name in NAMES:
        rules = read_tariff(*_facts(name), on=date.fromordinal(max(day, 1)))
        some = any(network.has(line) for network in rules.networks for line in labels.lines)
        if some and rules.tickets:
            return rules
    return None


@cache
def _facts(name: str) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    told = tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))
    return told, read_zones((FACTS / f"{name}_zones.csv").read_text(encoding="utf-8"))


def read_zones(text: str) -> dict[str, frozenset[str]]:
    """Return the stops of each zone, from rows of (zone, stop): public codes, or identifiers."""
    zones: defaultdict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(text.splitlines()):
        zones[row["zone"]].add(row["stop"])
    return {zone: frozenset(stops) for zone, stops in zones.items()}


def read_tariff(
    told: Mapping[str, Any], zones: Mapping[str, frozenset[str]], *, on: date
) -> journeys.CityRules:
    """Return a tariff with the prices of a day; tickets not sold yet, or that wait, are left out."""
    return journeys.CityRules(
        key=told["key"],
        currency=told["currency"],
        networks=tuple(_network(one) for one in told["network"]),
        zones=tuple(journeys.CityZone(key, stops) for key, stops in zones.items()),
        tickets=tuple(_ticket(one, on) for one in _sold(told["ticket"], on)),
        passes=tuple(_pass(one, on) for one in _sold(told.get("pass", ()), on)),
        sources=tuple(
            (one["name"], one["year"], one["url"], one["note"], one["note_it"])
            for one in told["source"]
        ),
    )


def _sold(every: Iterable[Mapping[str, Any]], on: date) -> list[Mapping[str, Any]]:
    return [one for one in every if "waits_for" not in one and _prices(one["price"], on)]


def _prices(prices: Sequence[Mapping[str, Any]], on: date) -> dict[str, int]:
    """Return the price of each medium on a day, in cents."""
    known = sorted((one for one in prices if one["since"] <= on), key=lambda one: one["since"])
    return {one["medium"]: one["cents"] for one in known}


def _cheapest(one: Mapping[str, Any], on: date) -> tuple[int, tuple[str, ...]]:
    prices = _prices(one["price"], on)
    cents = min(prices.values())
    return cents, tuple(medium for medium, told in prices.items() if told == cents)


def _network(one: Mapping[str, Any]) -> journeys.CityNetwork:
    return journeys.CityNetwork(
        key=one["key"],
        agencies=frozenset(one.get("agencies", ())),
        modes=frozenset(one.get("modes", ())),
        lines=frozenset(one.get("lines", ())),
    )


def _covers(one: Mapping[str, Any]) -> tuple[journeys.Cover, ...]:
    return tuple(
        journeys.Cover(
            network=cover["network"],
            zones=frozenset(cover.get("zones", ())),
            most_rides=cover.get("rides", -1),
        )
        for cover in one["covers"]
    )


def _ticket(one: Mapping[str, Any], on: date) -> journeys.CityTicket:
    cents, media = _cheapest(one, on)
    return journeys.CityTicket(
        key=one["key"],
        name=one["name"],
        name_it=one["name_it"],
        cents=cents,
        media=media,
        covers=_covers(one),
        lasts_s=one["minutes"] * MINUTE_S if "minutes" in one else -1,
        within=WITHIN[one["within"]] if "within" in one else -1,
        most_transfers=one.get("transfers", -1),
        all_day=one.get("all_day", False),
    )


def _pass(one: Mapping[str, Any], on: date) -> journeys.CityPass:
    cents, _ = _cheapest(one, on)
    return journeys.CityPass(one["key"], one["name"], one["name_it"], cents, _covers(one))
