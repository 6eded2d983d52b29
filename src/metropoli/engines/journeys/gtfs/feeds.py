"""What a feed becomes once it is read: its own small timetable, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.flex import Flex, FlexLabels
from metropoli.engines.journeys.gtfs.fare_tables import FeedFares
from metropoli.engines.journeys.gtfs.problems import Problem
from metropoli.engines.journeys.types import Flags, Int32s, Labels, Shapes, Timetable


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a feed, whether it can be used, and everything that is wrong with it."""

    name: str
    usable: bool
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]  # rows of each file, by its name without .txt
    first_day: int = 0  # proleptic ordinals of the days on which something runs; 0 if none
    last_day: int = 0


class Rules(NamedTuple):
    """
    What a feed says about changing between two of its stops, one row per pair, stations unfolded.

    `duration_s` is the time asked for, NEVER where changing is forbidden, or WALKED where the feed
    says that one can change but not how long it takes.
    """

    from_stop: Int32s
    to_stop: Int32s
    duration_s: Int32s


WALKED = -1


class Links(NamedTuple):
    """
    Ways inside stations, from pathways.txt: from a row of stops to another, one row per way.

    Where the quickest way has stairs and there is one without, both are told.
    """

    from_stop: Int32s
    to_stop: Int32s
    duration_s: Int32s
    step_free: Flags

    @staticmethod
    def none() -> Links:
        """Return no ways at all."""
        nothing = np.zeros(0, np.int32)
        return Links(nothing, nothing, nothing, np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """A feed that can be used. `timetable` has its own rows and no transfers yet."""

    name: str
    report: Report
    timetable: Timetable
    shapes: Shapes
    labels: Labels
    rules: Rules
    links: Links
    flex: Flex
    flex_labels: FlexLabels
    fares: FeedFares = field(default_factory=FeedFares)
