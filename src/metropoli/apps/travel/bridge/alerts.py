"""Alerts by whom they concern: lines, stops, trips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from metropoli.apps.travel.types import Notice
from metropoli.engines import journeys

MOST_SHOWN = 20
NO_END_IN_SIGHT = timedelta(days=366)
SEVERITIES = ("severe", "warning", "", "info")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An alert with the rows that it concerns; `wide` where only its whole operator or mode is named."""

    alert: journeys.Alert
    lines: frozenset[int]
    stops: frozenset[int]
    trips: frozenset[str]
    wide: frozenset[int]  # lines


@dataclass(frozen=True, slots=True, eq=False)
class Alerts:
    """All alerts of all feeds."""

    told: tuple[Told, ...] = ()
    by_line: dict[int, list[Told]] = field(default_factory=dict)
    by_stop: dict[int, list[Told]] = field(default_factory=dict)


def index_alerts(heard: Iterable[journeys.Heard]) -> Alerts:
    """Find the rows that alerts name; one that names nothing of this city is left out."""
    found = Alerts(
        told=tuple(
            told
            for bulletin, directory in heard
            for alert in bulletin.alerts
            if (told := _resolve(alert, directory)) is not None
        )
    )
    for one in found.told:
        for line in one.lines | one.wide:
            found.by_line.setdefault(line, []).append(one)
        for stop in one.stops:
            found.by_stop.setdefault(stop, []).append(one)
    return found


def _resolve(alert: journeys.Alert, directory: journeys.Directory) -> Told | None:
    lines: set[int] = set()
    stops: set[int] = set()
    trips: set[str] = set()
    wide: set[int] = set()
    for about in alert.about:
        line = directory.lines.get(about.route_id or about.trip.route_id, -1)
        stop = directory.stops.get(about.stop_id, -1)
        lines |= {line} - {-1}
        stops |= {stop} - {-1}
        if about.trip.trip_id in directory.trips:
            trips.add(about.trip.trip_id)
        if line < 0 and stop < 0 and (about.agency_id or about.route_type >= 0):
            wide |= _lines_of(directory, about)
    told = Told(alert, frozenset(lines), frozenset(stops), frozenset(trips), frozenset(wide))
    return told if lines or stops or trips or wide else None


def _lines_of(directory: journeys.Directory, about: journeys.About) -> set[int]:
    """Return the lines of an operator, of a mode, or of both."""
    labels = directory.labels.lines
    return {
        row
        for row in directory.lines.values()
        if about.agency_id in {"", labels[row].agency_id}
        and about.route_type in {-1, labels[row].mode}
    }


def notices_of_line(alerts: Alerts, line: int, at: int, zone: str) -> tuple[Notice, ...]:
    """Return what holds for a line at an instant (epoch)."""
    return _tell(alerts.by_line.get(line, ()), at, zone)


def notices_of_stops(
    alerts: Alerts, stops: Iterable[int], lines: Iterable[int], at: int, zone: str
) -> tuple[Notice, ...]:
    """
    Return what holds at some stops for the lines that call there.

    Operators often list every stop of a line beside the line: that alert is about the line.
    """
    calling = set(lines)
    found = [
        one
        for stop in stops
        for one in alerts.by_stop.get(stop, ())
        if not one.lines or one.lines & calling
    ]
    found += [one for line in calling for one in alerts.by_line.get(line, ()) if not one.stops]
    return _tell(found, at, zone)


def notices_of_ride(
    alerts: Alerts, line: int, ends: Iterable[int], trip: str, at: int, zone: str
) -> tuple[Notice, ...]:
    """Return what whoever rides a line between two stops should know; not what holds for all lines."""
    found = [one for one in alerts.by_line.get(line, ()) if line in one.lines]
    found += [one for stop in ends for one in alerts.by_stop.get(stop, ()) if not one.lines]
    found += [one for one in alerts.told if trip in one.trips]
    return _tell(found, at, zone)


def notices_everywhere(alerts: Alerts, at: int, zone: str) -> tuple[Notice, ...]:
    """Return all that holds at an instant."""
    return _tell(alerts.told, at, zone, most=len(alerts.told))


def _tell(found: Iterable[Told], at: int, zone: str, most: int = MOST_SHOWN) -> tuple[Notice, ...]:
    once = {id(one): one for one in found if one.alert.holds_at(at)}
    ranked = sorted(once.values(), key=lambda one: (_rank(one), one.alert.id))
    return tuple(dict.fromkeys(_notice(one.alert, at, zone) for one in ranked))[:most]


def _rank(told: Told) -> tuple[bool, int]:
    wide = not (told.lines or told.stops or told.trips)
    return wide, SEVERITIES.index(told.alert.severity)


def _notice(alert: journeys.Alert, at: int, zone: str) -> Notice:
    language = (get_language() or "it")[:2]
    header, text = _in(alert.header, language), _in(alert.text, language)
    start, end = next(
        ((a, b) for a, b in alert.periods if (not a or a <= at) and (not b or at < b)), (0, 0)
    )
    return Notice(
        header=header or text,
        text=text if header and text != header else "",
        url=_address(_in(alert.url, language)),
        effect=alert.effect,
        from_at=_instant(start, zone),
        until_at=_instant(end, zone) if end - at < NO_END_IN_SIGHT.total_seconds() else None,
    )


def _in(texts: tuple[tuple[str, str], ...], language: str) -> str:
    """Return the text in a language; else the one without a language, else the first."""
    for wanted in (language, ""):
        for told, text in texts:
            if told[:2] == wanted:
                return text
    return texts[0][1] if texts else ""


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _instant(at: int, zone: str) -> datetime | None:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)) if at else None
