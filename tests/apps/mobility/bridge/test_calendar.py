"""What we write, every calendar reads: by the letter of RFC 5545, whatever the places are called."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metropoli.apps.mobility.bridge import calendar_of
from metropoli.apps.mobility.types import Appointment

AT = datetime(2026, 1, 5, 7, 2, tzinfo=UTC)
PLAIN = Appointment(
    uid="0b4e", written_at=AT, starts_at=AT, ends_at=AT + timedelta(minutes=13), summary="To Delta",
    description="08:02 Alfa", location="Alfa", lat_deg=45.07, lon_deg=7.68,
    url="https://city.example/move/?from=Alfa&to=Delta", language="en",
)  # fmt: skip
# The tab is the one control that a text may hold; surrogates are no letters.
LETTERS = some.characters(exclude_categories=["Cs"])
ODD = some.one_of(
    some.text(LETTERS, max_size=300),
    some.text('\\,;:"\r\n\t \N{LATIN SMALL LETTER E WITH ACUTE}🚋', max_size=200),
)


def read(content: bytes) -> dict[str, str]:
    """A small reader by the letter of the standard: unfold, split, unescape."""
    assert content.endswith(b"\r\n")
    rows = content.decode().split("\r\n")[:-1]
    lines: list[str] = []
    for row in rows:
        if row.startswith(" "):
            lines[-1] += row[1:]
        else:
            lines.append(row)
    found = {}
    for line in lines:
        name, value = line.split(":", 1)
        assert re.fullmatch(r"[A-Z-]+", name), line
        found[name] = value
    return found


def unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)


def kept(text: str) -> str:
    """What of a text a calendar can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or (one >= " " and one != "\x7f"))


@given(summary=ODD, description=ODD, location=ODD)
def test_odd_names_come_back_as_they_were(summary, description, location):
    odd = replace(PLAIN, summary=summary, description=description, location=location)
    found = read(calendar_of(odd))
    assert unescaped(found["SUMMARY"]) == kept(summary)
    assert unescaped(found["DESCRIPTION"]) == kept(description)
    assert unescaped(found.get("LOCATION", "")) == kept(location)


@given(text=ODD)
def test_no_line_is_longer_than_75_bytes_and_none_ends_otherwise_than_in_crlf(text):
    content = calendar_of(replace(PLAIN, description=text))
    rows = content.split(b"\r\n")
    assert max(map(len, rows)) <= 75
    assert all(b"\r" not in row and b"\n" not in row for row in rows)
    for row in rows:
        row.decode()  # no letter is cut in two


@given(text=ODD)
def test_no_name_becomes_a_line_of_its_own(text):
    hostile = replace(PLAIN, location=f"Alfa\r\nATTACH:https://elsewhere.example/\r\n{text}")
    plain = set(read(calendar_of(replace(PLAIN, location="Alfa"))))
    assert set(read(calendar_of(hostile))) == plain


def test_an_appointment_says_when_where_and_how():
    found = read(calendar_of(PLAIN))
    assert found["DTSTART"] == "20260105T070200Z"
    assert found["DTEND"] == "20260105T071500Z"
    assert found["GEO"] == "45.070000;7.680000"
    assert found["LOCATION"] == "Alfa"
    assert found["URL"] == PLAIN.url
    assert found["DESCRIPTION"] == "08:02 Alfa"
    assert {"UID", "DTSTAMP", "SUMMARY", "PRODID", "VERSION"} <= set(found)


def test_times_are_told_in_utc_whatever_the_zone():
    rome = AT.astimezone(tz=datetime.fromisoformat("2026-01-05T00:00+01:00").tzinfo)
    assert calendar_of(replace(PLAIN, starts_at=rome)) == calendar_of(PLAIN)


@pytest.mark.parametrize("lasts_s", [0, -60])
def test_an_appointment_ends_after_it_begins(lasts_s):
    found = read(calendar_of(replace(PLAIN, ends_at=AT + timedelta(seconds=lasts_s))))
    assert found["DTEND"] > found["DTSTART"]
