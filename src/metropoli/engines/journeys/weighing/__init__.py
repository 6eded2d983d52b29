"""The weighed search: fare, emissions, energy, walking and risk as criteria of the search itself."""

from metropoli.engines.journeys.weighing.answering import Weighing, weigh
from metropoli.engines.journeys.weighing.delays import delay_table, modelled_delays
from metropoli.engines.journeys.weighing.preparing import Fares, prepare_weighing, study_tariff
from metropoli.engines.journeys.weighing.types import (
    CO2,
    CRITERIA,
    ENERGY,
    FARE,
    RISK,
    WALK,
    Approaches,
    DelayTable,
    Impacts,
    Question,
    Weighed,
)

__all__ = [
    "CO2",
    "CRITERIA",
    "ENERGY",
    "FARE",
    "RISK",
    "WALK",
    "Approaches",
    "DelayTable",
    "Fares",
    "Impacts",
    "Question",
    "Weighed",
    "Weighing",
    "delay_table",
    "modelled_delays",
    "prepare_weighing",
    "study_tariff",
    "weigh",
]
