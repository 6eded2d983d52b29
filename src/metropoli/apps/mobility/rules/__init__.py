"""How ways there are weighed and told, and which of them are the same."""

from metropoli.apps.mobility.rules.around import along, met, on_its_way, spread
from metropoli.apps.mobility.rules.following import progress_of
from metropoli.apps.mobility.rules.pictures import picture_of, unbeaten
from metropoli.apps.mobility.rules.sameness import fingerprint
from metropoli.apps.mobility.rules.tokens import token_of, trip_of
from metropoli.apps.mobility.rules.wishes import (
    POINTS_AS_TEXT,
    amounts_of,
    beside_car,
    best_first,
    burdens,
    cards_of,
    known_figures,
    odds_of,
    promised_times,
    told_order,
)

__all__ = [
    "POINTS_AS_TEXT",
    "along",
    "amounts_of",
    "beside_car",
    "best_first",
    "burdens",
    "cards_of",
    "fingerprint",
    "known_figures",
    "odds_of",
    "on_its_way",
    "picture_of",
    "progress_of",
    "promised_times",
    "spread",
    "token_of",
    "told_order",
    "trip_of",
    "unbeaten",
    "met",
]
