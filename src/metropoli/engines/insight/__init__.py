"""
What event logs say: how long cases take, who had to act, where they wait, when one will end.

Read a log (`read_xes`, `read_csv`, `read_ocel`); `Lives` of cases, some still open, give curves
(`still_open`, `ways_to_end`) and from these come dates with odds, or None: not known yet.
"""

from metropoli.engines.insight.forecasting import (
    announced_days,
    begun_within,
    closed_within,
    outlook,
    seen_within,
)
from metropoli.engines.insight.gathering import instant_ms, instants
from metropoli.engines.insight.reading.objects import read_ocel
from metropoli.engines.insight.reading.table import read_csv
from metropoli.engines.insight.reading.xes import read_xes
from metropoli.engines.insight.survival import (
    STILL_OPEN,
    days_until,
    lives,
    nearest_rank,
    share_ended,
    still_open,
    ways_to_end,
)
from metropoli.engines.insight.types import (
    NO_INSTANT,
    NOBODY,
    Column,
    Curve,
    Dossiers,
    Ends,
    Keys,
    Lives,
    Log,
)

__all__ = [
    "Column",
    "Curve",
    "Dossiers",
    "Ends",
    "Keys",
    "Lives",
    "Log",
    "NOBODY",
    "NO_INSTANT",
    "STILL_OPEN",
    "announced_days",
    "begun_within",
    "closed_within",
    "days_until",
    "instant_ms",
    "instants",
    "lives",
    "nearest_rank",
    "outlook",
    "read_csv",
    "read_ocel",
    "read_xes",
    "seen_within",
    "share_ended",
    "still_open",
    "ways_to_end",
]
