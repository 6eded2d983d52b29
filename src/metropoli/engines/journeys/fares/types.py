"""The words of fares: one finite automaton for all tariffs of a network, and its products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.types import NEVER, Flags, Int8s, Int32s

UNPAYABLE = NEVER  # due where a journey cannot end: what it rode on is no ticket yet
NO_FARE = -1  # class of a ride whose fare nobody tells
BOARDING, ALIGHTING = 0, 1


class Tariff(NamedTuple):
    """
    What every ride costs, given what was bought before: a finite automaton.

    A fare state says which ticket one holds and what of it is used up; state 0 holds nothing. A
    class says which rules a ride falls under. The options of (state, class, frame) are rows
    `[option_first[k], option_first[k + 1])`, k = (state * n_classes + class) * n_frames + frame;
    frame = `minute_frame[weekday * 1440 + minute]` of the ride's departure (Monday is 0). Minutes
    are those of the clock on the wall where the feed is.

    The price of a journey is the least, over all paths of options along its rides, of the sum of
    their `option_cents` plus `state_due_cents` of the last state. Cents are never negative.

    One clock runs at most. An option with `option_clock_s` > 0 starts a new one, at the departure
    of its ride or, where `option_clock_from` is ALIGHTING, at its arrival; 0 lets it run on, -1
    stops it for good. Where `option_within` is 0 or more, the option may be used only before the
    clock of the state that is left ends (that very second is still good), measured at boarding
    (BOARDING) or at getting off (ALIGHTING); -1: at any time.

    A ride boarded at position i and left at j of a vehicle has the class of its `line_group` and
    of the zones of both stops, unless `passes_matter`: then see `ride_classes`. NO_FARE: the fare
    of the whole journey is unknown. A ride over several parts of one vehicle, without leaving
    one's seat, is one ride of the line on which it began.
    """

    stop_zone: Int32s  # by stop row of the timetable; counted feed by feed from 0
    line_group: Int32s  # by row of Labels.lines
    class_of: Int32s  # (n_groups, n_zones, n_zones), flat
    n_states: int
    n_classes: int
    n_frames: int
    n_zones: int
    n_groups: int
    passes_matter: bool  # some fare depends on the zones that are passed
    minute_frame: Int32s  # (7 * 1440,)
    option_first: Int32s
    option_state: Int32s  # after the ride
    option_cents: Int32s  # paid now
    option_product: Int32s  # row of Products now travelled on, bought now or exchanged for; or -1
    option_opens: Flags  # a new ticket is bought; otherwise the one held goes on, or is exchanged
    option_clock_s: Int32s
    option_clock_from: Int8s
    option_within: Int8s
    state_expires: Flags  # whether the clock matters to this state
    state_due_cents: Int32s  # still to be paid if the journey ends here; 0 nearly everywhere


class RideClasses(NamedTuple):
    """
    The classes of all rides of the routes of a day, where `class_of` of two zones says too little.

    A ride from column c to column c + d, d >= 1, of one route has the class
    `ride_class[class_row[c] + d]`.
    """

    class_row: Int32s  # by column
    ride_class: Int16s


@dataclass(frozen=True, slots=True)
class Product:
    """A ticket or pass as its seller knows it."""

    key: str  # feed:id, or the key of the city's tariff
    feed: str  # whose product; the code of a city's tariff
    name: str
    cents: int  # alone, bought now
    currency: str  # ISO 4217
    media: tuple[str, ...] = ()  # on what it is sold: paper, app, card, …
    name_it: str = ""  # where its seller names it in Italian too


@dataclass(frozen=True, slots=True)
class Pass:
    """What frequent travellers hold already: it makes other products free."""

    key: str
    name: str
    name_it: str
    cents: int  # of a period; for information
    makes_free: tuple[int, ...]  # rows of Products.sold


@dataclass(frozen=True, slots=True)
class Products:
    """The words that the rows of a tariff stand for, and on what it rests."""

    sold: tuple[Product, ...] = ()
    passes: tuple[Pass, ...] = ()
    currency: str = "EUR"
    groups: tuple[str, ...] = ()  # by row of line_group
    zones: tuple[str, ...] = ()
    sources: tuple[tuple[str, int, str, str], ...] = ()  # name, year, address, note
