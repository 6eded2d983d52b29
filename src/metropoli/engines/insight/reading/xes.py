"""XES (IEEE 1849-2023) → a log. Read as it streams by, without document types or entities."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from xml.parsers import expat

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.insight.gathering import Gathered, make_log
from metropoli.engines.insight.types import Keys, Log

TRACE_DEPTH, EVENT_DEPTH, VALUE_DEPTH = 2, 3, 4
DEEPEST = 100  # XES may nest attributes in attributes; only the outer ones are kept
OUTSIDE, IN_TRACE, IN_EVENT = 0, 1, 2


class _Reader:
    def __init__(self) -> None:
        self.depth, self.where, self.n_cases, self.n_events = 0, OUTSIDE, 0, 0
        self.case_of = array("q")
        self.cases, self.events = Gathered(), Gathered()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if depth == VALUE_DEPTH and self.where == IN_EVENT:
            if "key" in attributes and "value" in attributes:
                self.events.add(self.n_events - 1, attributes["key"], attributes["value"])
        else:
            self._begin_around(depth, name.rpartition(":")[2], attributes)

    def _begin_around(self, depth: int, name: str, attributes: dict[str, str]) -> None:
        """Begin a log, a case, one of its attributes, or an event."""
        if depth == EVENT_DEPTH and self.where != OUTSIDE:
            if name == "event":
                self.where = IN_EVENT
                self.n_events += 1
                self.case_of.append(self.n_cases - 1)
            elif "key" in attributes and "value" in attributes:
                self.cases.add(self.n_cases - 1, attributes["key"], attributes["value"])
        elif depth == TRACE_DEPTH and name == "trace":
            self.n_cases, self.where = self.n_cases + 1, IN_TRACE
        elif depth == 1 and name != "log":
            raise Invalid("log_not_xes", found=name[:50])
        elif depth > DEEPEST:
            raise Invalid("log_too_deep", most=DEEPEST)

    def end(self, _name: str) -> None:
        self.depth = depth = self.depth - 1
        if depth < EVENT_DEPTH and self.where != OUTSIDE:
            self.where = IN_TRACE if depth == TRACE_DEPTH else OUTSIDE


def _refuse(*_: object) -> None:
    raise Invalid("log_has_doctype")


def read_xes(chunks: Iterable[bytes], keys: Keys | None = None) -> Log:
    """
    Read a log from its bytes, piece by piece.

    Raises Invalid: `log_not_xml` (with the line), `log_not_xes`, `log_has_doctype`,
    `log_too_deep`, `log_too_many_names`.
    """
    reader, parser = _Reader(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    # Entities of a document type can blow a small file up to any size, or read other files.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes positions only
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Invalid("log_not_xml", line=parser.CurrentLineNumber) from error
    case_of = np.asarray(reader.case_of, np.int64)
    return make_log(case_of, reader.cases, reader.events, reader.n_cases, keys or Keys())
