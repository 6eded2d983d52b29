"""The words of the weighed search: what matters, what it costs, what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.kernels.bundles import Int16s
from metropoli.engines.journeys.types import Flags, Int8s, Int32s, Int64s, Journey

FARE, CO2, ENERGY, WALK, RISK = "fare", "co2", "energy", "walk", "risk"
CRITERIA = frozenset((FARE, CO2, ENERGY, WALK, RISK))
RISK_UNIT = 1000  # risk is so many times minus the natural logarithm of a probability


class Approaches(NamedTuple):
    """
    Ways from the door to a stop, or from a stop to the door, one row each.

    Several rows may lead to one stop: on foot, by a shared bike, by car. Nothing is negative.
    """

    stop: Int32s  # row of the timetable
    lasts_s: Int32s  # from the door until one can board (or from getting off to the door)
    walk_s: Int32s  # of it, on foot
    cents: Int32s
    co2_mg: Int32s
    energy_j: Int32s
    risk: Int32s  # added to the criterion; 0 where certain
    kind: Int32s  # the caller's own number, handed back untouched

    @staticmethod
    def on_foot(stop: Int32s, walk_s: Int32s) -> Approaches:
        """Return walks: they cost nothing but time and steps."""
        nothing = np.zeros(len(stop), np.int32)
        return Approaches(stop, walk_s, walk_s, nothing, nothing, nothing, nothing, nothing)


class Impacts(NamedTuple):
    """What carrying one person one kilometre takes, by row of Labels.lines."""

    co2_mg: Int32s  # CO2e
    energy_j: Int32s


class DelayTable(NamedTuple):
    """
    How certain it is to catch the next vehicle, by class of the one that brings us.

    `risk[class * n_steps + step]` is -1000 ln P(catch) with a slack of `step * step_s` seconds and
    more; the last step holds for every longer slack. It never grows with the slack.
    """

    line_class: Int32s  # by row of Labels.lines
    n_classes: int
    n_steps: int
    step_s: int
    risk: Int32s


class Automaton(NamedTuple):
    """
    A tariff as the search reads it. State `n_states` is of those whose fare nobody knows.

    The options of (state, class, frame) are rows `[first[k], first[k + 1])`, k = (state *
    n_classes + class) * n_frames + frame, with all that is paid when they are taken.
    """

    n_states: int
    n_classes: int
    n_frames: int
    first: Int32s
    state: Int32s
    cents: Int32s
    clock_s: Int32s
    clock_from: Int8s
    within: Int8s
    margin_s: Int32s
    source: Int32s  # row of the tariff's option
    due_cents: Int32s  # by state, n_states included
    matters: Flags  # by state: whether its clock can ever matter
    soonest_s: Int32s  # by state: the shortest clock that a ride may start, or LATE
    longest_margin_s: int
    # By pair (state held, other state): how many cents the holder must have paid less to be never
    # worse off than the other's; `alive` if the holder's clock ends no earlier, `dead` whatever.
    allowance_alive: Int32s
    allowance_dead: Int32s
    # The same as `alive` of two aboard, where the clock of the first may start earlier.
    allowance_late: Int32s


class Scales(NamedTuple):
    """All that is weighed along the vehicles of one day, by column of its routes."""

    column_route: Int32s
    route_column: Int32s  # first column, with the end
    column_co2_mg: Int32s  # from the first column of the route on
    column_energy_j: Int32s
    column_line: Int32s  # on which a vehicle leaves the column: row of Labels.lines
    column_delay: Int32s  # row of the delay table for who arrives there
    column_run: Int32s  # equal where boarding gives the same class to every later stop
    class_row: Int64s
    ride_class: Int16s
    minute_frame: Int32s  # by minute from `BEFORE_S` before the day on
    risk: Int32s
    risk_steps: int
    risk_step_s: int
    n_delays: int
    safer: (
        Flags  # (n_delays + 1, n_delays + 1): whether a slack after one is as good as after other
    )
    automaton: Automaton


@dataclass(frozen=True, slots=True)
class Question:
    """
    From where, to where, when, and what matters. Seconds count from `Day.start_s`.

    Leave at: `earliest_s` alone. Leave within: `earliest_s` and `latest_s`. Arrive by:
    `by_arrival` and `latest_s`; nobody leaves before `earliest_s`, if given.

    Bounds: nobody arrives later than the quickest who leaves then or later, and `slack_s` or
    `slack_percent` of that one's travel time, whichever is more, but no more than `most_slack_s`;
    nobody rides more than the quickest and `extra_rides`. Arriving by a time, nobody leaves so
    much earlier than the last who can. `slack_s` None: no bound but `max_rides`.

    Steps: emissions, energy, walking and risk are compared in steps that people can tell apart.
    Each way to or from a stop, each walk and each risk of a change counts as the nearest whole
    number of steps, a ride as the difference of what its line tells at the two stops in steps.
    """

    access: Approaches
    egress: Approaches
    earliest_s: int | None = None
    latest_s: int | None = None
    by_arrival: bool = False
    criteria: frozenset[str] = CRITERIA
    max_rides: int = 8
    direct_s: int | None = None  # time without any ride: nothing as slow is suggested
    slack_s: int | None = 1_200
    slack_percent: int = 25
    most_slack_s: int = 1_800
    extra_rides: int = 1
    co2_step_mg: int = 10_000
    energy_step_j: int = 360_000  # a tenth of a kWh
    walk_step_s: int = 60
    risk_step: int = 50  # chances that differ by a twentieth

    @property
    def steps(self) -> Int32s:
        """Return the steps of cents, CO2, energy, walking and risk, as the kernels add them up."""
        steps = 1, self.co2_step_mg, self.energy_step_j, self.walk_step_s, self.risk_step
        return np.array(steps, np.int32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A journey, and what it takes from door to door."""

    journey: Journey
    access_row: int  # of Question.access
    egress_row: int
    fare_cents: int | None  # None: nobody tells
    options: tuple[int, ...]  # by ride: row of the tariff's option that is used, or -1
    lines: tuple[int, ...]  # by ride: row of Labels.lines where one boards
    co2_mg: int
    energy_j: int
    walk_s: int
    risk: int
    catch_share: tuple[float, ...]  # by change: the chance to catch the next vehicle

    @property
    def rides(self) -> int:
        """Return on how many vehicles one rides."""
        return len(self.journey.rides)

    @property
    def odds_share(self) -> float:
        """Return the chance that every change works."""
        return float(np.exp(-self.risk / RISK_UNIT))
