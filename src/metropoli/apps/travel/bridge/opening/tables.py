"""Tables as text: CSV as GTFS wants it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

Row = Mapping[str, object]
HOUR_S, MINUTE_S = 3_600, 60


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table whose rows are in the order of its columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def csv_of(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Write a table of named values; a column in which nothing stands is left out."""
    used = [name for name in columns if any(row.get(name) not in {None, ""} for row in rows)]
    return csv_bytes(used, ([row.get(name, "") for name in used] for row in rows))


def read_rows(content: bytes | None) -> list[dict[str, str]]:
    """Read a table of a source; what is too short or too long in a row is passed over."""
    if content is None:
        return []
    text = bytes(content).decode("utf-8-sig", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return [
        {(name or "").strip(): (value or "").strip() for name, value in row.items() if name}
        for row in _safely(reader)
    ]


def clock(seconds: int) -> str:
    """Write seconds of a service day as HH:MM:SS; they may go beyond 24 hours."""
    return f"{seconds // HOUR_S:02}:{seconds % HOUR_S // MINUTE_S:02}:{seconds % MINUTE_S:02}"


def day(ordinal: int) -> str:
    """Write a day as YYYYMMDD."""
    return date.fromordinal(ordinal).strftime("%Y%m%d")


def _safely(reader: csv.DictReader[str]) -> Iterable[dict[str, str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
