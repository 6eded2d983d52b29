"""An appointment as iCalendar (RFC 5545), which every calendar reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from metropoli.apps.mobility.types import Appointment

LONGEST_LINE_BYTES = 75  # RFC 5545, 3.1: longer lines are folded
SHORTEST = timedelta(minutes=1)  # an event that ends as it begins is none
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# What may not stand in a text: all controls but the tab (and the line break, which is escaped).
CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127, *range(0xD800, 0xE000)])


def calendar_of(appointment: Appointment) -> bytes:
    """Write a calendar with one appointment in it, in UTC, in lines that end in CR LF."""
    return b"".join(_folded(line) for line in _lines(appointment))


def _lines(appointment: Appointment) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Metropoli//Trips//{appointment.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield "BEGIN:VEVENT"
    yield f"UID:{appointment.uid}"
    yield f"DTSTAMP:{_instant(appointment.written_at)}"
    yield f"DTSTART:{_instant(appointment.starts_at)}"
    ends_at = max(appointment.ends_at, appointment.starts_at + SHORTEST)
    yield f"DTEND:{_instant(ends_at)}"
    yield f"SUMMARY:{_text(appointment.summary)}"
    if appointment.location:
        yield f"LOCATION:{_text(appointment.location)}"
    yield f"GEO:{appointment.lat_deg:.6f};{appointment.lon_deg:.6f}"
    yield f"DESCRIPTION:{_text(appointment.description)}"
    yield f"URL:{appointment.url.translate(CONTROLS)}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(said: str) -> str:
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(CONTROLS).translate(ESCAPES)


def _folded(line: str) -> bytes:
    """Break a line before the 76th byte, never within a character; what goes on begins with a space."""
    rows, row = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(row) + len(encoded) > LONGEST_LINE_BYTES:
            rows.append(row)
            row = b" "
        row += encoded
    return b"\r\n".join([*rows, row]) + b"\r\n"
