"""How late vehicles are, where nobody has observed it: a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.types import Int32s, Line
from metropoli.engines.journeys.weighing.types import RISK_UNIT, DelayTable

STEP_S, N_STEPS = 30, 41  # with 20 minutes to spare nobody worries
LEAST_SHARE = 1e-4  # no chance is told to be smaller
SURE_SHARE = 0.995  # the model claims no finer knowledge


class Lateness(NamedTuple):
    """A share of the vehicles is late, by so much on average (exponentially distributed)."""

    late_share: float
    mean_s: float


# Assumptions of ours, not observations: vehicles on their own way are seldom late and by little,
# those in traffic more often. Observed delays take their place where there are any.
MODELLED = {
    "rails in town": Lateness(0.30, 90.0),
    "metro": Lateness(0.10, 60.0),
    "train": Lateness(0.25, 240.0),
    "bus": Lateness(0.45, 150.0),
    "other": Lateness(0.20, 120.0),
}
CLASSES = tuple(MODELLED)
# GTFS route_type: tram, metro, train, bus, ferry, cable tram, aerial lift, funicular, trolleybus,
# monorail
CLASS_OF_MODE = {
    0: "rails in town", 1: "metro", 2: "train", 3: "bus", 4: "other", 5: "rails in town",
    6: "other", 7: "other", 11: "bus", 12: "metro",
}  # fmt: skip


def modelled_delays(lines: Sequence[Line]) -> DelayTable:
    """Return the table of a city of which no delays are known: a model by mode, and no more."""
    kinds = [CLASSES.index(CLASS_OF_MODE.get(line.mode, "other")) for line in lines]
    slack_s = np.arange(N_STEPS) * STEP_S
    caught = np.stack(
        [1 - one.late_share * np.exp(-slack_s / one.mean_s) for one in MODELLED.values()]
    )
    caught[caught > SURE_SHARE] = 1
    caught[:, -1] = 1
    return delay_table(np.array(kinds, np.int32), caught, STEP_S)


def delay_table(line_class: Int32s, caught_share: np.ndarray, step_s: int) -> DelayTable:
    """
    Return the table of the chances (classes, steps) to catch the next vehicle.

    More slack is never worse: where the chances say so, the best so far is taken.
    """
    rising = np.maximum.accumulate(np.clip(caught_share, LEAST_SHARE, 1), axis=1)
    risk = np.rint(-RISK_UNIT * np.log(rising)).astype(np.int32)
    return DelayTable(
        line_class=np.asarray(line_class, np.int32),
        n_classes=risk.shape[0],
        n_steps=risk.shape[1],
        step_s=step_s,
        risk=np.ascontiguousarray(risk.ravel()),
    )
