"""
What event logs say: how long cases take, who had to act, where they wait, when one will end.

Read a log (`read_xes`, `read_csv`, `read_ocel`); `Lives` of cases, some still open, give curves
(`still_open`, `ways_to_end`) and from these come dates with odds, or None: not known yet. What
happened on the way say `spans`, `time_by_side`, `variants`, `waits`, `rework`, `deviations`.
"""

from metropoli.engines.insight.comparing import ended_within
from metropoli.engines.insight.conformance import deviations, procedure
from metropoli.engines.insight.flows import rework, variants, waits
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
from metropoli.engines.insight.spans import NO_SIDE, late, spans, suspended_ms, time_by_side
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
    WRONG_BEGINNING,
    WRONG_END,
    WRONG_STEP,
    Column,
    Compared,
    Curve,
    Deviations,
    Dossiers,
    Ends,
    Keys,
    Lives,
    Log,
    Procedure,
    Rework,
    Spans,
    Variants,
    Waits,
)
from metropoli.engines.insight.writing import write_ocel, write_xes

__all__ = [
    "Column",
    "Compared",
    "Curve",
    "Deviations",
    "Dossiers",
    "Ends",
    "Keys",
    "Lives",
    "Log",
    "NOBODY",
    "NO_INSTANT",
    "NO_SIDE",
    "Procedure",
    "Rework",
    "STILL_OPEN",
    "Spans",
    "Variants",
    "WRONG_BEGINNING",
    "WRONG_END",
    "WRONG_STEP",
    "Waits",
    "announced_days",
    "begun_within",
    "closed_within",
    "days_until",
    "deviations",
    "ended_within",
    "instant_ms",
    "instants",
    "late",
    "lives",
    "nearest_rank",
    "outlook",
    "procedure",
    "read_csv",
    "read_ocel",
    "read_xes",
    "rework",
    "seen_within",
    "share_ended",
    "spans",
    "still_open",
    "suspended_ms",
    "time_by_side",
    "variants",
    "waits",
    "ways_to_end",
    "write_ocel",
    "write_xes",
]
