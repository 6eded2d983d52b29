"""Build the tariff of a network: whose fares hold on which line, and all of them in one machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metropoli.engines.journeys.fares import ground as grounds
from metropoli.engines.journeys.fares.city import CityRules, CityTariffRules, Cover, covers
from metropoli.engines.journeys.fares.frames import Frames, find_frames
from metropoli.engines.journeys.fares.ground import CITY, Ground, Ride, Seen
from metropoli.engines.journeys.fares.joining import BelowZeroError, Joint, Keeper, Seller, lay_out
from metropoli.engines.journeys.fares.laying import lay_tariff
from metropoli.engines.journeys.fares.legacy import LegacyRules
from metropoli.engines.journeys.fares.legs import AreaRules
from metropoli.engines.journeys.fares.machines import (
    MOST_ROWS,
    Machine,
    TooManyCasesError,
    explore,
    merge_classes,
    payable,
)
from metropoli.engines.journeys.fares.selling import (
    Doubts,
    choose_currency,
    file_of,
    passes_of,
    products_of,
    tell_doubts,
)
from metropoli.engines.journeys.fares.types import Pass, Product, Products, Tariff
from metropoli.engines.journeys.gtfs.feeds import Feed
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.types import Labels, Timetable

AnyRules = LegacyRules | AreaRules | CityTariffRules


@dataclass(frozen=True, slots=True)
class Sold:
    """The fares of one seller as a machine, and the class in it of every ride."""

    machine: Machine
    products: list[Product]
    class_of: dict[Ride, int]


def build_tariff(
    feeds: Sequence[Feed],
    timetable: Timetable,
    labels: Labels,
    city_rules: CityRules | None = None,
) -> tuple[Tariff, Products]:
    """
    Return the tariff of a network of feeds, laid end to end as in `build_timetable`.

    Where a city's own rules cover a line they hold; elsewhere the fares of the line's feed do (v2
    before v1). Fares that cannot be understood, or are in another currency than the first, make the
    price of the rides unknown and are told in `Products.doubts`; they are never guessed.
    """
    doubts: Doubts = {row: Notebook() for row in range(len(feeds))}
    currency = choose_currency(feeds, city_rules, doubts)
    frames = find_frames(feeds, timetable)
    rules = _rules(feeds, city_rules, frames, doubts)
    legacy = {row: one for row, one in rules.items() if isinstance(one, LegacyRules)}
    ground = grounds.lay_ground(feeds, labels, city_rules, legacy)
    matter = frozenset(row for row, one in legacy.items() if one.zones_matter)
    seen = grounds.find_rides(ground, timetable, matter)
    own = {seller: _own_classes(ground, seen, seller, some) for seller, some in rules.items()}
    found = {
        seller: _understood(seller, some, own[seller], (feeds, city_rules), doubts)
        for seller, some in rules.items()
    }
    sold = _together({seller: one for seller, one in found.items() if one}, feeds, doubts)
    sellers = _sellers(sold, frames)
    class_of = _joint_classes(sold, sellers)
    city = city_rules if CITY in sold else None
    fields = lay_out(Joint(sellers, _keepers(city, class_of, ground), frames.n_frames))
    tickets = [product for one in sold.values() for product in one.products]
    products = Products(
        sold=(*tickets, *(passes_of(city) if city else ())),
        passes=_passes(city, class_of, ground, len(tickets)),
        currency=currency,
        sources=city.sources if city else (),
        doubts=tell_doubts(feeds, doubts),
    )
    return lay_tariff(ground, seen, class_of, frames, fields), products


def _together(sold: dict[int, Sold], feeds: Sequence[Feed], doubts: Doubts) -> dict[int, Sold]:
    """Return the sellers that one tariff can hold; the largest are left out until it can."""
    kept = dict(sold)
    while kept:
        cases = sum(len(one.machine.steps) for one in kept.values())
        classes = sum(len(one.machine.opens) for one in kept.values())
        if cases * classes <= MOST_ROWS:
            break
        largest = max(kept, key=lambda row: len(kept[row].machine.opens))
        del kept[largest]
        doubts[max(largest, 0)].note(
            "fares_too_many", file_of(feeds[largest]), number=cases * classes
        )
    return kept


def _joint_classes(sold: dict[int, Sold], sellers: list[Seller]) -> dict[Ride, int]:
    """Return the class of every ride whose fare somebody tells, among those of all sellers."""
    return {
        ride: row + seller.first_class
        for seller, one in zip(sellers, sold.values(), strict=True)
        for ride, row in one.class_of.items()
    }


def _rules(
    feeds: Sequence[Feed], city: CityRules | None, frames: Frames, doubts: Doubts
) -> dict[int, AnyRules]:
    """Return the rules of every seller that can be understood so far, the city first."""
    found: dict[int, AnyRules] = {CITY: CityTariffRules(city)} if city else {}
    for row, feed in enumerate(feeds):
        areas, legacy = feed.fares.areas, feed.fares.legacy
        if doubts[row].problems() or (areas is not None and areas.not_understood):
            continue
        if areas is not None:
            found[row] = AreaRules(areas, frames.of_feed[row])
        elif legacy is not None:
            found[row] = LegacyRules(legacy, tuple(line.agency for line in feed.labels.lines))
    return found


def _own_classes(ground: Ground, seen: Seen, seller: int, rules: AnyRules) -> dict[Ride, int]:
    """Return the class that each ride of a seller has in its rules."""
    mine = [ride for ride in seen.rides if ground.groups[ride.group].seller == seller]
    if isinstance(rules, LegacyRules):
        sets = seen.passed[seller]
        return {ride: rules.class_of(grounds.legacy_ride(ground, sets, ride)) for ride in mine}
    if isinstance(rules, AreaRules):
        return {ride: rules.class_of(grounds.area_ride(ground, ride)) for ride in mine}
    return {ride: rules.class_of(grounds.city_ride(ground, ride)) for ride in mine}


def _understood(
    seller: int,
    rules: AnyRules,
    own: dict[Ride, int],
    of: tuple[Sequence[Feed], CityRules | None],
    doubts: Doubts,
) -> Sold | None:
    """Return the machine of a seller without the classes that nobody pays for; None if too large."""
    feeds, city = of
    try:
        machine = explore(rules)
    except TooManyCasesError as stop:
        doubts[max(seller, 0)].note("fares_too_many", file_of(feeds[seller]), number=stop.number)
        return None
    marks: list[tuple[bool, ...]] = [()] * rules.n_classes
    if isinstance(rules, CityTariffRules) and city is not None:
        every = [one.covers for one in city.tickets] + [one.covers for one in city.passes]
        marks = [tuple(covers(some, ride) is not None for some in every) for ride in rules.rides]
    merged, class_of = merge_classes(machine, marks)
    told = payable(merged) | {class_of[row] for row, mark in enumerate(marks) if any(mark)}
    classes = {ride: class_of[row] for ride, row in own.items() if class_of[row] in told}
    sold = Sold(merged, products_of(seller, feeds, city), classes)
    if _is_below_zero(sold):
        doubts[max(seller, 0)].note("fares_below_zero", file_of(feeds[seller]))
        return None
    return sold


def _is_below_zero(sold: Sold) -> bool:
    """Say whether some way of riding is paid with less than nothing."""
    own = tuple(range(sold.machine.n_frames))
    alone = Seller(sold.machine, 0, 0, own)
    try:
        lay_out(Joint([alone], [], len(own)))
    except BelowZeroError:
        return True
    return False


def _sellers(sold: dict[int, Sold], frames: Frames) -> list[Seller]:
    found: list[Seller] = []
    first_class = first_product = 0
    for seller, one in sold.items():
        several = one.machine.n_frames > 1
        row = frames.row[seller] if several else (0,) * frames.n_frames
        found.append(Seller(one.machine, first_class, first_product, row))
        first_class += one.machine.n_classes
        first_product += len(one.products)
    return found


def _covered(some: tuple[Cover, ...], class_of: dict[Ride, int], ground: Ground) -> frozenset[int]:
    """Return the classes of the rides that a ticket or pass of the city pays for."""
    return frozenset(
        row
        for ride, row in class_of.items()
        if ground.groups[ride.group].seller == CITY
        and covers(some, grounds.city_ride(ground, ride)) is not None
    )


def _keepers(city: CityRules | None, class_of: dict[Ride, int], ground: Ground) -> list[Keeper]:
    """Return the city's tickets for all day. The city's products are the first of all."""
    return [
        Keeper(row, ticket.cents, _covered(ticket.covers, class_of, ground))
        for row, ticket in enumerate(city.tickets if city else ())
        if ticket.all_day
    ]


def _passes(
    city: CityRules | None, class_of: dict[Ride, int], ground: Ground, first: int
) -> tuple[Pass, ...]:
    return tuple(
        Pass(first + number, tuple(sorted(_covered(one.covers, class_of, ground))))
        for number, one in enumerate(city.passes if city else ())
    )
