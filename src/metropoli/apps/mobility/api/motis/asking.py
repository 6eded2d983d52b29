"""The parameters of a request, as clients of this API have written them over the years."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import NamedTuple

from django.http import QueryDict

from metropoli.apps.travel.types import Window
from metropoli.base.errors import Invalid

LONGEST = 300  # letters of a value that a refusal repeats
FIRST_YEAR, LAST_YEAR = 1900, 2199  # beyond them instants cannot be moved between zones
YES, NO = {"true", "1", "yes"}, {"false", "0", "no"}
_NUMBER = r"\s*([-+]?\d{1,3}(?:\.\d+)?)\s*"
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_OLD_DATE = re.compile(r"(\d\d)-(\d\d)-(\d{4})")


class Spot(NamedTuple):
    """A position, as `latitude,longitude` with or without a level."""

    lat_deg: float
    lon_deg: float
    level: float | None = None


class Asked:
    """What a request asks. Parameters that nobody reads are ignored, as this API promises."""

    def __init__(self, query: QueryDict) -> None:
        self._query = query

    def text(self, name: str) -> str:
        """Return a value, or nothing."""
        return str(self._query.get(name) or "")

    def needed(self, name: str) -> str:
        """
        Return a value that has to be there.

        :raises Invalid: motis_missing
        """
        value = self.text(name)
        if not value:
            raise Invalid("motis_missing", name=name)
        return value

    def words(self, name: str) -> list[str] | None:
        """Return a list, with commas or with the parameter repeated; none where it is not there."""
        if name not in self._query:
            return None
        together = ",".join(map(str, self._query.getlist(name)))
        return [word.strip() for word in together.split(",") if word.strip()]

    def flag(self, name: str, *, default: bool = False) -> bool:
        """
        Return a yes or no.

        :raises Invalid: motis_unreadable
        """
        value = self.text(name).lower()
        if not value:
            return default
        if value not in YES | NO:
            raise unreadable(name, value)
        return value in YES

    def number(self, name: str, *, default: float, least: float, most: float) -> float:
        """
        Return a number within bounds.

        :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
        """
        value = self.text(name)
        if not value:
            return default
        try:
            number = float(value)
        except ValueError:
            raise unreadable(name, value) from None
        if not math.isfinite(number):
            raise unreadable(name, value)
        if number < least:
            raise Invalid("motis_too_small", name=name, value=f"{number:g}", least=f"{least:g}")
        if number > most:
            raise Invalid("motis_too_large", name=name, value=f"{number:g}", most=f"{most:g}")
        return number

    def whole(self, name: str, *, default: int, least: int, most: int) -> int:
        """
        Return a whole number within bounds.

        :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
        """
        number = self.number(name, default=default, least=least, most=most)
        if number != int(number):
            raise unreadable(name, self.text(name))
        return int(number)

    def wholes(self, name: str, *, least: int, most: int) -> list[int]:
        """
        Return whole numbers within bounds.

        :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
        """
        found = []
        for word in self.words(name) or []:
            if not re.fullmatch(r"-?[0-9]{1,9}", word):
                raise unreadable(name, word)
            if int(word) < least:
                raise Invalid("motis_too_small", name=name, value=word, least=str(least))
            if int(word) > most:
                raise Invalid("motis_too_large", name=name, value=word, most=str(most))
            found.append(int(word))
        return found

    def instant(self, name: str, *, now: datetime) -> datetime:
        """
        Return an instant: RFC 3339, or a clock in UTC beside a `date` as old clients write it.

        :raises Invalid: motis_unreadable
        """
        value = self.text(name)
        clock = _CLOCK.fullmatch(value)
        try:
            if clock or (not value and _OLD_DATE.fullmatch(self.text("date"))):
                return self._old_instant(clock, now)
            return _rfc_3339(value) if value else now.astimezone(UTC)
        except (ValueError, OverflowError):
            raise unreadable(name, value or self.text("date")) from None

    def _old_instant(self, clock: re.Match[str] | None, now: datetime) -> datetime:
        here = now.astimezone(UTC).replace(second=0, microsecond=0)
        date = _OLD_DATE.fullmatch(self.text("date"))
        if date:
            month, day, year = map(int, date.groups())
            here = _checked(here.replace(year=year, month=month, day=day))
        return here.replace(hour=int(clock[1]), minute=int(clock[2])) if clock else here

    def spot(self, name: str) -> Spot:
        """
        Return a position that has to be there.

        :raises Invalid: motis_missing, motis_unreadable
        """
        value = self.needed(name)
        spot = read_spot(value)
        if spot is None:
            raise unreadable(name, value)
        return spot

    def window(self) -> Window:
        """
        Return the rectangle between two opposite corners, whichever they are.

        :raises Invalid: motis_missing, motis_unreadable
        """
        one, other = self.spot("min"), self.spot("max")
        return Window(
            south_deg=min(one.lat_deg, other.lat_deg),
            west_deg=min(one.lon_deg, other.lon_deg),
            north_deg=max(one.lat_deg, other.lat_deg),
            east_deg=max(one.lon_deg, other.lon_deg),
        )


def read_spot(text: str, *, between: str = ",") -> Spot | None:
    """Read a position; nothing if the text is something else."""
    found = re.fullmatch(rf"{_NUMBER}{between}{_NUMBER}(?:{between}{_NUMBER})?", text, re.ASCII)
    if found is None:
        return None
    lat_deg, lon_deg = float(found[1]), float(found[2])
    if abs(lat_deg) > 90 or abs(lon_deg) > 180:  # noqa: PLR2004 - the globe
        return None
    return Spot(lat_deg, lon_deg, float(found[3]) if found[3] else None)


def unreadable(name: str, value: object) -> Invalid:
    """Return the refusal of a value that cannot be read."""
    return Invalid("motis_unreadable", name=name, value=str(value)[:LONGEST])


def _rfc_3339(text: str) -> datetime:
    # A plus sign that was not escaped arrives as a space.
    instant = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
    return _checked(instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def _checked(instant: datetime) -> datetime:
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(instant.year)
    return instant
