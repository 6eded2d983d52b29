"""From here to there: the question in words, the search in rows, the answer in words."""

from metropoli.apps.travel.bridge.trips.answering import answer
from metropoli.apps.travel.bridge.trips.hand import AtHand

__all__ = ["AtHand", "answer"]
