"""How well each place is served: cells, minutes to places, and what they amount to."""

from metropoli.apps.travel.bridge.served.cells import Cells, make_cells
from metropoli.apps.travel.bridge.served.green import metres_to_green
from metropoli.apps.travel.bridge.served.rule import keeps_rule
from metropoli.apps.travel.bridge.served.telling import (
    Comuni,
    people_of,
    served_by_green,
    served_by_places,
)

__all__ = [
    "Cells",
    "Comuni",
    "keeps_rule",
    "make_cells",
    "metres_to_green",
    "people_of",
    "served_by_green",
    "served_by_places",
]
