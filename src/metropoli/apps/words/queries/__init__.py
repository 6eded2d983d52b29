"""What can be asked of the index of everything that has a name."""

from __future__ import annotations

from metropoli.apps.words.queries.asking import cells
from metropoli.apps.words.queries.search import ENOUGH, MOST_ANSWERS, distance_m, find
from metropoli.apps.words.queries.shelf import index_shelf, index_version, make_schema

__all__ = [
    "ENOUGH",
    "MOST_ANSWERS",
    "cells",
    "distance_m",
    "find",
    "index_version",
    "make_schema",
    "index_shelf",
]
