"""An object of a JSON file whose fields are asked for by type; what is wrong is written down."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime

from metropoli.engines.sharing.notebook import Notebook
from metropoli.engines.sharing.types import Links, Texts

MOST_BYTES = 64_000_000
MOST_ROWS = 200_000
MOST_TEXTS = 30
LONGEST_TEXT = 1_000
LONGEST_ID = 256
WEB = re.compile(r"https?://[^\s<>\"']{1,1900}", re.IGNORECASE)
APP = re.compile(r"(?!javascript:|data:|vbscript:|file:)[a-z][a-z0-9+.-]*:[^\s<>\"']{1,1900}", re.I)
LATEST_S = 4_102_444_800  # the year 2100
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def parse(content: bytes, file: str, notebook: Notebook) -> Row | None:
    """Return the object that a file holds, or nothing, and then it is written down why."""
    if len(content) > MOST_BYTES:
        notebook.note("sharing_too_large", file, size=str(len(content)))
        return None
    try:
        value = json.loads(content, parse_constant=_no_number)
    except RecursionError:
        notebook.note("sharing_not_json", file, reason="nested too deeply")
        return None
    except ValueError as error:
        notebook.note("sharing_not_json", file, reason=str(error))
        return None
    if not isinstance(value, dict):
        notebook.note("sharing_not_json", file, reason="no object at its top")
        return None
    return Row(notebook, file, "", value)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


class Row:
    """A JSON object and where it stands: absent and wrong fields answer None, or the default."""

    def __init__(
        self, notebook: Notebook, file: str, where: str, fields: Mapping[str, object]
    ) -> None:
        self.notebook = notebook
        self.file = file
        self.where = where
        self.fields = fields

    def at(self, name: str) -> str:
        """Return the full name of a field."""
        return f"{self.where}.{name}" if self.where else name

    def has(self, name: str) -> bool:
        return self.fields.get(name) is not None

    def lacks(self, name: str) -> None:
        """Write down that a field without which nothing goes is missing."""
        self.notebook.note("sharing_field_missing", self.file, self.at(name))

    def wrong(self, name: str, wanted: str) -> None:
        value = self.fields.get(name)
        self.notebook.note(
            "sharing_wrong_type", self.file, self.at(name), value=value, wanted=wanted
        )

    def text(self, name: str) -> str:
        """Return a text in one line, empty where there is none."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._loose(name)
            value = str(value)
        if not isinstance(value, str):
            self.wrong(name, "a text")
            return ""
        return _clean(value)

    def name(self, name: str) -> str:
        """Return an identifier, empty where there is none or where it is far too long."""
        text = self.text(name)
        if len(text) > LONGEST_ID:
            self.notebook.note("sharing_out_of_range", self.file, self.at(name), value=text)
            return ""
        return text

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of identifiers."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(name, "a list")
            return ()
        texts = [one for one in value[:MOST_ROWS] if isinstance(one, str) and len(one) < LONGEST_ID]
        if len(texts) < len(value):
            self.wrong(name, "a list of texts")
        return tuple(_clean(text) for text in texts)

    def number(self, name: str, least: float, most: float) -> float | None:
        """Return a number between two others."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            value = self._number_in(name, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(name, "a number")
            return None
        if not least <= value <= most:
            self.notebook.note("sharing_out_of_range", self.file, self.at(name), value=value)
            return None
        return float(value)

    def whole(self, name: str, most: int = 1_000_000) -> int | None:
        """Return a whole number, zero or more."""
        number = self.number(name, 0, most)
        if number is None:
            return None
        if number != math.floor(number):
            self.wrong(name, "a whole number")
            return None
        return int(number)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self.fields.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value in (0, 1):
            self._loose(name)
            return bool(value)
        self.wrong(name, "true or false")
        return default

    def instant_s(self, name: str) -> int | None:
        """Return an instant as Unix time, written as a number (GBFS 2) or as RFC 3339 (GBFS 3)."""
        value = self.fields.get(name)
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
                seconds = math.floor(moment.timestamp()) if moment.tzinfo else -1
            except (ValueError, OverflowError):
                seconds = -1
            if 0 <= seconds <= LATEST_S:
                return seconds
            self.wrong(name, "an instant with its offset")
            return None
        number = self.number(name, 0, LATEST_S)
        return None if number is None else int(number)

    def texts(self, name: str, language: str) -> Texts:
        """Return a text in its languages: a list (GBFS 3), or a plain one in the feed's language."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            text = self.text(name)
            return ((language, text),) if text else ()
        rows = self.rows(name)[:MOST_TEXTS]
        return tuple(
            (row.name("language") or language, row.text("text")) for row in rows if row.has("text")
        )

    def row(self, name: str) -> Row | None:
        """Return an object."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(name, "an object")
            return None
        return Row(self.notebook, self.file, self.at(name), value)

    def rows(self, name: str) -> list[Row]:
        """Return the objects of a list; what is none is left out and written down."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, "a list")
            return []
        if len(value) > MOST_ROWS:
            self.notebook.note("sharing_too_many", self.file, self.at(name), value=str(len(value)))
        rows = []
        for i, one in enumerate(value[:MOST_ROWS]):
            where = f"{self.at(name)}[{i}]"
            if isinstance(one, dict):
                rows.append(Row(self.notebook, self.file, where, one))
            else:
                self.notebook.note(
                    "sharing_wrong_type", self.file, where, value=one, wanted="an object"
                )
        return rows

    def word(self, name: str, known: tuple[str, ...], default: str) -> str:
        """Return one of the words that the standard foresees."""
        text = self.text(name)
        if text in known:
            return text
        if text:
            self.notebook.note("sharing_unknown_word", self.file, self.at(name), value=text)
        return default

    def address(self, name: str, shape: re.Pattern[str] = WEB) -> str:
        """Return an address that a browser may open; a script is none."""
        text = self.text(name)
        if not text or shape.fullmatch(text):
            return text
        self.notebook.note("sharing_bad_link", self.file, self.at(name), value=text)
        return ""

    def links(self) -> Links:
        """Return where one rents what this row is."""
        row = self.row("rental_uris")
        if row is None:
            return Links()
        return Links(row.address("web"), row.address("android", APP), row.address("ios", APP))

    def _number_in(self, name: str, text: str) -> float | None:
        try:
            number = float(text)
        except ValueError:
            return None
        self._loose(name)
        return number

    def _loose(self, name: str) -> None:
        value = self.fields.get(name)
        self.notebook.note("sharing_loose_type", self.file, self.at(name), value=value)


def _clean(text: str) -> str:
    # JSON may hold half a surrogate pair, which no file can.
    whole = text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    return CONTROL.sub(" ", whole).strip()
