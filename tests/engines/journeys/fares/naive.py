"""
The slow, obvious twin of the fares: every way to pay, straight from the tables of the feed.

No automaton, no states, no clocks: rides are cut in every way into what one ticket pays for, and
every rule is tried on every leg.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
MINUTE_S = 60


class Ride(NamedTuple):
    """A ride on a vehicle of a route: the stops from getting on to getting off, and when."""

    tables: Tables
    route: str
    stops: list[str]
    departs_s: int
    arrives_s: int


def least(*prices: int | None) -> int | None:
    return min((price for price in prices if price is not None), default=None)


# ------------------------------------------------------------------------------------- Fares v1


def price_old(rides: list[Ride]) -> int | None:
    """Cut the rides in every way into groups, each paid by one fare."""
    if not rides:
        return 0
    ways = []
    for size in range(1, len(rides) + 1):
        group, rest = rides[:size], price_old(rides[size:])
        for fare in group[0].tables["fare_attributes"]:
            if rest is not None and covers(fare, group):
                ways.append(round(float(fare["price"]) * 100) + rest)
    return least(*ways)


def covers(fare: Row, group: list[Ride]) -> bool:
    """Say whether one fare pays for all rides of a group."""
    first, last = group[0], group[-1]
    tables = first.tables
    if any(ride.tables is not tables for ride in group):
        return False
    if fare["transfers"] != "" and len(group) - 1 > int(fare["transfers"]):
        return False
    waited_s = last.departs_s - first.departs_s
    lasts_s = fare["transfer_duration"]
    if len(group) > 1 and lasts_s != "" and waited_s > int(lasts_s):
        return False
    agencies = {row["route_id"]: row["agency_id"] for row in tables["routes"]}
    if fare["agency_id"] and any(agencies[ride.route] != fare["agency_id"] for ride in group):
        return False
    mine = [row for row in tables["fare_rules"] if row["fare_id"] == fare["fare_id"]]
    return not mine or all(any_rule(mine, ride.route, group) for ride in group)


def any_rule(rules: list[Row], route: str, group: list[Ride]) -> bool:
    """Say whether some (route, origin, destination) of a fare fits; zones passed are gathered."""
    zone = {row["stop_id"]: row["zone_id"] for row in group[0].tables["stops"]}
    passed = {zone[stop] for ride in group for stop in ride.stops} - {""}
    contained: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rules:
        key = (row["route_id"], row["origin_id"], row["destination_id"])
        contained[key] |= {row["contains_id"]} - {""}
    start, end = zone[group[0].stops[0]], zone[group[-1].stops[-1]]
    return any(
        wanted_route in ("", route)
        and origin in ("", start)
        and destination in ("", end)
        and (not zones or zones == passed)
        for (wanted_route, origin, destination), zones in contained.items()
    )


# ------------------------------------------------------------------------------------- Fares v2


class Leg(NamedTuple):
    """One way to pay a leg alone."""

    group: str
    cents: int


def ways_to_pay(ride: Ride, weekday: int) -> list[Leg]:
    tables = ride.tables
    return [
        Leg(rule["leg_group_id"], cents)
        for rule in matching(ride, weekday)
        for cents in amounts(tables, rule["fare_product_id"])
    ]


def amounts(tables: Tables, product: str) -> list[int]:
    usual = {
        row["rider_category_id"]
        for row in tables["rider_categories"]
        if row["is_default_fare_category"] == 1
    } | {""}
    return [
        round(float(row["amount"]) * 100)
        for row in tables["fare_products"]
        if row["fare_product_id"] == product and row["rider_category_id"] in usual
    ]


def matching(ride: Ride, weekday: int) -> list[Row]:
    tables = ride.tables
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables["stop_areas"]:
        areas[row["stop_id"]].add(row["area_id"])
    network = {row["route_id"]: row["network_id"] for row in tables["routes"]}[ride.route]
    told = {
        "network_id": {network},
        "from_area_id": areas[ride.stops[0]] or {""},
        "to_area_id": areas[ride.stops[-1]] or {""},
    }
    now = [row for row in tables["fare_leg_rules"] if in_time(row, ride, weekday)]
    if "rule_priority" in tables["fare_leg_rules"][0]:
        fits = [r for r in now if all(not r[name] or r[name] in told[name] for name in told)]
        best = max((int(r["rule_priority"] or 0) for r in fits), default=0)
        return [r for r in fits if int(r["rule_priority"] or 0) == best]
    exact = [r for r in now if all(r[name] in told[name] for name in told)]
    if exact:
        return exact

    def fits_field(rule: Row, name: str) -> bool:
        listed = {row[name] for row in tables["fare_leg_rules"]} - {""}
        return rule[name] in told[name] if rule[name] else bool(told[name] - listed)

    return [r for r in now if all(fits_field(r, name) for name in told)]


def in_time(rule: Row, ride: Ride, weekday: int) -> bool:
    group = rule["from_timeframe_group_id"]
    if not group:
        return True
    minute = ride.departs_s // MINUTE_S
    week = {row["service_id"]: row for row in ride.tables["calendar"]}
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    return any(
        row["timeframe_group_id"] == group
        and minutes(row["start_time"]) <= minute < minutes(row["end_time"])
        and week[row["service_id"]][days[weekday]] == 1
        for row in ride.tables["timeframes"]
    )


def minutes(clock: str) -> int:
    hours, rest, _ = clock.split(":")
    return int(hours) * 60 + int(rest)


def transfer_rules(tables: Tables, one: str, other: str, number: int) -> list[Row]:
    """Return the rules of the number-th transfer in a row between two groups."""
    every = tables["fare_transfer_rules"]
    if not one or not other:
        return []
    named = [r for r in every if r["from_leg_group_id"] == one and r["to_leg_group_id"] == other]
    if not named:
        froms = {r["from_leg_group_id"] for r in every}
        tos = {r["to_leg_group_id"] for r in every}
        named = [
            r
            for r in every
            if (r["from_leg_group_id"] == one or (not r["from_leg_group_id"] and one not in froms))
            and (r["to_leg_group_id"] == other or (not r["to_leg_group_id"] and other not in tos))
        ]
    if one != other:
        return named
    counts = {r["transfer_count"] for r in named}
    spans = [count for count in counts if count >= number]
    chosen = min(spans) if spans else -1
    return [r for r in named if r["transfer_count"] == chosen]


def in_limit(rule: Row, first: Ride, last: Ride) -> bool:
    if rule["duration_limit"] == "":
        return True
    kind = rule["duration_limit_type"]
    start_s = first.departs_s if kind in (0, 1) else first.arrives_s
    end_s = last.arrives_s if kind in (0, 3) else last.departs_s
    return end_s - start_s <= rule["duration_limit"]


def price_new(rides: list[Ride], weekday: int) -> int | None:
    """Pay every leg in every way, alone or by a transfer from the leg before."""
    tables = rides[0].tables
    ways = [ways_to_pay(ride, weekday) for ride in rides]
    if not all(ways):
        return None

    def go(at: int, last: Leg, run_start: int, alone: bool, total: int) -> Iterator[int]:
        if at == len(rides):
            yield total
            return
        for leg in ways[at]:
            yield from go(at + 1, leg, at, True, total + leg.cents)
            same = leg.group == last.group
            start = run_start if same else at - 1
            for rule in transfer_rules(tables, last.group, leg.group, at - run_start):
                if not in_limit(rule, rides[start], rides[at]):
                    continue
                prices = (
                    amounts(tables, rule["fare_product_id"]) if rule["fare_product_id"] else [0]
                )
                for cents in prices:
                    paid = total + cents
                    if rule["fare_transfer_type"] == 1:
                        paid += leg.cents
                    if rule["fare_transfer_type"] == 2 and alone:
                        paid -= last.cents
                    yield from go(at + 1, leg, run_start if same else at, False, paid)

    return least(*(price for leg in ways[0] for price in go(1, leg, 0, True, leg.cents)))


# --------------------------------------------------------------------------------- a city's rules


class Ticket(NamedTuple):
    """A ticket of a city as a person reads it."""

    cents: int
    lasts_s: int  # -1: no limit
    until_arrival: bool
    covers: Mapping[str, int]  # route: most rides, -1 any number
    all_day: bool


def price_city(rides: list[Ride], tickets: list[Ticket], passes: set[str]) -> int | None:
    """Pay the rides that no pass covers, in every way; tickets for all day free all that follow."""
    rest = list(dropwhile(lambda ride: ride.route in passes, rides))
    if not rest:
        return 0
    ways = [
        price_group(ticket, rest, size, tickets, passes)
        for ticket in tickets
        for size in range(1, len(rest) + 1)
    ]
    return least(*ways)


def price_group(
    ticket: Ticket, rides: list[Ride], size: int, tickets: list[Ticket], passes: set[str]
) -> int | None:
    """Return the price if one ticket pays for the first rides, as far as no pass does."""
    group, rest = rides[:size], rides[size:]
    if ticket.all_day:
        if group[0].route not in ticket.covers:
            return None
        free = passes | set(ticket.covers)
        others = price_city(rides[1:], tickets, free)
        return None if others is None else ticket.cents + others
    paid = [ride for ride in group if ride.route not in passes]
    for ride in paid:
        late_s = (ride.arrives_s if ticket.until_arrival else ride.departs_s) - paid[0].departs_s
        most = ticket.covers.get(ride.route, 0)
        if most == 0 or sum(one.route == ride.route for one in paid) > most >= 0:
            return None
        if ride is not paid[0] and 0 <= ticket.lasts_s < late_s:
            return None
    others = price_city(rest, tickets, passes)
    return None if others is None else ticket.cents + others
