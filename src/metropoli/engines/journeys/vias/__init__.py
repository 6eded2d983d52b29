"""Journeys through places on the way: the day in layers, searched by the searches that there are."""

from metropoli.engines.journeys.vias.asking import ON_FOOT, plan_through, weigh_through
from metropoli.engines.journeys.vias.layers import go_through
from metropoli.engines.journeys.vias.types import MOST_VIAS, Through, Via

__all__ = ["MOST_VIAS", "ON_FOOT", "Through", "Via", "go_through", "plan_through", "weigh_through"]
