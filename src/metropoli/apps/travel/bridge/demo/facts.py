"""Read the facts of the demo city, which we wrote down as plain CSV files beside the app."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

FACTS = files("metropoli.apps.travel").joinpath("facts")


class StopFact(NamedTuple):
    """A stop or station; wheelchair as in GTFS: 0 unknown, 1 yes, 2 no."""

    key: str
    name: str
    lat_deg: float
    lon_deg: float
    wheelchair: int


class LineFact(NamedTuple):
    """A line as it is written on the vehicle; mode is metro, tram, bus, rail or rack."""

    key: str
    agency: str
    mode: str
    short_name: str
    long_name: str
    color: str
    text_color: str


class PatternFact(NamedTuple):
    """One direction of a line: the stops in order; minutes, one for all or one for each stop."""

    line: str
    direction: int
    headsign: str
    minutes: tuple[int, ...]
    stops: tuple[str, ...]


class HeadwayFact(NamedTuple):
    """From start_s until before end_s a vehicle leaves every headway_s; seconds after midnight."""

    start_s: int
    end_s: int
    headway_s: int


def rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a fact file, each as a dictionary of its columns."""
    return list(csv.DictReader(FACTS.joinpath(name).read_text(encoding="utf-8").splitlines()))


def stops() -> dict[str, StopFact]:
    """Give every stop by its key."""
    return {
        r["stop"]: StopFact(
            r["stop"], r["name"], float(r["lat"]), float(r["lon"]), int(r["wheelchair"])
        )
        for r in rows("stops.csv")
    }


def lines() -> dict[str, LineFact]:
    """Give every line by its key, the most used first."""
    return {
        r["line"]: LineFact(
            r["line"],
            r["agency"],
            r["mode"],
            r["short_name"],
            r["long_name"],
            r["color"],
            r["text_color"],
        )
        for r in rows("lines.csv")
    }


def patterns() -> list[PatternFact]:
    """Give the directions of every line, in the order of the file."""
    return [
        PatternFact(
            r["line"],
            int(r["direction"]),
            r["headsign"],
            tuple(int(m) for m in r["minutes"].split()),
            tuple(r["stops"].split()),
        )
        for r in rows("patterns.csv")
    ]


def headways() -> dict[tuple[str, str], list[HeadwayFact]]:
    """Give the periods of the day with their headways, by line and type of day."""
    return {(r["line"], r["day"]): read_headways(r["headways"]) for r in rows("headways.csv")}


def read_headways(text: str) -> list[HeadwayFact]:
    """
    Read "05:30 8 07:15 3 24:30": from 5.30 every 8 minutes, from 7.15 every 3, until 24.30.

    Times past midnight belong to the day that began before it, as in GTFS.
    """
    words = text.split()
    times_s = [seconds(word) for word in words[0::2]]
    headways_s = [int(word) * 60 for word in words[1::2]]
    return [
        HeadwayFact(start, end, headway)
        for start, end, headway in zip(times_s, times_s[1:], headways_s, strict=False)
    ]


def seconds(clock: str) -> int:
    """Turn "07:15" into seconds after midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
