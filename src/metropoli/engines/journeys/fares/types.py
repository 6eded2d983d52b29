"""The words of fares: one finite automaton for all tariffs of a network, and its products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from metropoli.engines.journeys.gtfs.problems import Problem
from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.types import NEVER, Flags, Int8s, Int32s, Int64s

UNPAYABLE = NEVER  # due where a journey cannot end: what it rode on is no ticket yet
NO_FARE = -1  # class of a ride whose fare nobody tells
BOARDING, ALIGHTING = 0, 1


class Tariff(NamedTuple):
    """
    What every ride costs, given what was bought before: a finite automaton.

    A fare state says which ticket one holds and what of it is used up; state 0 holds nothing. A
    class says which rules a ride falls under: see `ride_classes`; NO_FARE: nobody tells the fare of
    this ride, hence none of the journey. Frames are times of the day in which other rules hold:
    see `minute_frames`. The options of (state, class, frame) are rows `[option_first[k],
    option_first[k + 1])`, k = (state_base[state] * n_classes + class) * n_frames + frame: states
    that differ only in what was paid share their options.

    Paid now, never negative: `option_cents + state_held_cents[next]`, plus `state_due_cents` of the
    state that is left where `option_settles` (a ticket is done with), or minus its
    `state_held_cents` where not (the ticket goes on, or is exchanged for a dearer one). A state
    whose due is UNPAYABLE has no option that settles. The price of a journey is the least, over all
    paths of options along its rides, of what is paid, plus `state_due_cents` of the last state: 0
    where riding on never makes a ticket cheaper, UNPAYABLE where a journey cannot end.

    A path that finds no option for a ride ends there; the fare of a journey is unknown if all its
    paths end so, or in a state whose due is UNPAYABLE.

    One clock runs at most. An option with `option_clock_s` > 0 starts a new one of so many seconds,
    at the departure of its ride or, where `option_clock_from` is ALIGHTING, at its arrival; 0 lets
    it run on, -1 stops it for good. Where `option_within` is 0 or more, the option may be used only
    until `option_margin_s` before the clock of the state that is left ends (that very second is
    still good), measured at BOARDING or at ALIGHTING; -1: at any time.

    A ride over several parts of one vehicle, without leaving one's seat, is one ride of the line on
    which it began.
    """

    stop_zone: Int32s  # by stop row of the timetable; counted feed by feed from 0
    line_group: Int32s  # by row of Labels.lines; -1: no fare is known
    group_zones: Int32s  # by group: zones of its feed
    group_sets: (
        Int32s  # by group: sets of zones that its vehicles pass; 1 where that is all the same
    )
    group_class: Int64s  # by group: where its (zones, zones, sets) classes start in class_of
    group_pass: Int64s  # by group: where its (sets, zones) start in pass_next
    class_of: Int32s  # class of a ride from zone to zone through a set of zones
    pass_next: Int32s  # the set that is passed once one more zone is; a ride starts with set 0
    n_states: int
    n_bases: int
    n_classes: int
    n_frames: int
    first_day: int  # proleptic ordinal of day_kind[0]
    day_kind: Int32s
    kind_frame: Int32s  # (n_kinds, 1440), flat: frame of every minute
    state_base: Int32s
    state_held_cents: Int32s  # paid for the ticket held, given back when it is exchanged
    state_due_cents: Int32s
    state_expires: Flags  # whether the clock matters to this state
    option_first: Int32s
    option_state: Int32s  # after the ride
    option_cents: Int32s
    option_settles: Flags
    option_opens: Flags  # a new ticket is bought; for explaining only
    option_product: Int32s  # row of Products.sold now travelled on; -1: as before
    option_clock_s: Int32s
    option_clock_from: Int8s
    option_within: Int8s
    option_margin_s: Int32s


class RideClasses(NamedTuple):
    """
    The classes of all rides of the routes of a day.

    A ride from column c to column c + d, d >= 1, of one route has the class
    `ride_class[class_row[c] + d]`, or NO_FARE.
    """

    class_row: Int64s  # by column
    ride_class: Int16s


@dataclass(frozen=True, slots=True)
class Product:
    """A ticket or pass as its seller knows it."""

    key: str  # seller:identifier
    seller: str  # feed, or the key of a city's tariff
    name: str
    name_it: str
    cents: int  # alone; of a pass, for its whole period
    currency: str  # ISO 4217
    media: tuple[str, ...] = ()  # on what it is sold at this price: paper, app, card, …


@dataclass(frozen=True, slots=True)
class Pass:
    """What frequent travellers hold already: it makes rides free."""

    product: int  # row of Products.sold
    rides: tuple[int, ...]  # classes


@dataclass(frozen=True, slots=True)
class Products:
    """The words that the rows of a tariff stand for, on what it rests, what was not understood."""

    sold: tuple[Product, ...] = ()
    passes: tuple[Pass, ...] = ()
    currency: str = "EUR"
    # name, year, address, and a note in English and in Italian
    sources: tuple[tuple[str, int, str, str, str], ...] = ()
    doubts: tuple[tuple[str, Problem], ...] = ()  # by feed
