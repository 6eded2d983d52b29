"""When two ways of writing a name mean the same. Pure functions: no database, no index."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from metropoli.apps.words.types import Near

LONGEST_QUESTION = 120  # letters; whoever pastes more is not looking for a name
MOST_WORDS = 8
FULL_WEIGHT = 6.0  # log10 of the weight above which nothing weighs more: a city of a million

# How Italians shorten the first words of an address, with the dots taken out.
SHORT_FORMS = {
    "v": "via", "vl": "viale", "vle": "viale", "cso": "corso", "cs": "corso", "pza": "piazza",
    "pzza": "piazza", "pz": "piazza", "ple": "piazzale", "pzle": "piazzale", "pzta": "piazzetta",
    "lgo": "largo", "str": "strada", "sda": "strada", "stne": "stazione", "staz": "stazione",
    "fraz": "frazione", "fr": "frazione", "loc": "localita", "flli": "fratelli", "bgo": "borgo",
    "cna": "cascina", "vlo": "vicolo", "lungopo": "lungo po", "osp": "ospedale", "univ": "universita",
    "ferm": "fermata", "gen": "generale", "prof": "professore", "ing": "ingegner", "ferr": "ferroviaria",
    "poli": "politecnico", "aerop": "aeroporto", "circ": "circonvallazione", "int": "interno",
}  # fmt: skip
SAINTS = frozenset({"s", "ss", "san", "santo", "santa", "sant", "santi", "sta", "sto"})
SAINT = "san"
# Words that may be missing from the name: what it is, and the small change of grammar.
SOFT = frozenset({
    "stazione", "fermata", "linea", "stop", "line", "station", "comune", "frazione", "localita",
    "bus", "autobus", "tram", "treno", "train", "metro", "metropolitana", "un", "una", "e", "ed",
    "di", "de", "del", "dello", "della", "dei", "degli", "delle", "da", "dal", "dalla", "a", "ad",
    "al", "alla", "ai", "in", "nel", "nella", "il", "lo", "la", "le", "gli", "i", "the", "of", "to",
    "at",
})  # fmt: skip
# Words that say only which kind of street it is: met alone, they are not an answer.
STREET_TYPES = frozenset({
    "via", "viale", "corso", "piazza", "piazzale", "piazzetta", "largo", "strada", "vicolo",
    "lungo", "borgo", "ponte", "rotonda", "galleria", "parco", "street", "square", "avenue", "road",
})  # fmt: skip
ELISIONS = frozenset({"sant", "dell", "nell", "all", "dall", "sull", "quell", "d", "l", "un"})

# "Corso XXV Aprile" is also "corso 25 aprile". A single letter is an initial, not a number.
_TENS = ("", "x", "xx", "xxx")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
DIGITS = {
    tens + ones: str(10 * _TENS.index(tens) + _ONES.index(ones))
    for tens in _TENS
    for ones in _ONES
    if len(tens + ones) > 1
}

_CHUNK = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed: its words spelled out, and the last one as it stands so far."""

    words: tuple[str, ...]
    typed: str


def fold(text: str) -> str:
    """Write the text in small letters without accents or control characters."""
    if text.isascii():
        return text[: 4 * LONGEST_QUESTION].lower()
    spread = unicodedata.normalize("NFKD", text[: 4 * LONGEST_QUESTION]).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Cut the text into the words it is made of, short forms spelled out."""
    found: list[str] = []
    for chunk in _CHUNK.findall(fold(text)):
        found += _spelled_out(chunk)
    return found


def canonical(word: str) -> str:
    """Return the form in which a word is compared: every saint is the same saint."""
    return SAINT if word in SAINTS else word


def whole(text: str) -> str:
    """Return the name as one string in which spelling no longer matters."""
    return " ".join(canonical(word) for word in words(text))


@lru_cache(maxsize=65536)
def index_words(text: str) -> tuple[str, ...]:
    """Return every word by which a name can be found: as written, canonical, joined, in digits."""
    parts = words(text)
    found = dict.fromkeys(parts)
    found |= dict.fromkeys(canonical(part) for part in parts)
    found |= dict.fromkeys(a + b for a, b in pairwise(parts) if a in ELISIONS)
    found |= dict.fromkeys(DIGITS[part] for part in parts if part in DIGITS)
    return tuple(found)


def read_question(text: str) -> Question:
    """Cut what somebody typed into words, no more than anybody types."""
    chunks = _CHUNK.findall(fold(text[:LONGEST_QUESTION]))[:MOST_WORDS]
    found = [word for chunk in chunks for word in _spelled_out(chunk)]
    return Question(tuple(found), chunks[-1].split(".")[-1] if chunks else "")


def is_soft(word: str) -> bool:
    """Tell whether a name may lack this word and still be what was asked for."""
    return word in SOFT


def typos_allowed(word: str) -> int:
    """Return how many letters may be wrong: none below four letters, two from eight on."""
    if len(word) < 4 or word.isdigit():  # noqa: PLR2004 - said in the promise
        return 0
    return 1 if len(word) < 8 else 2  # noqa: PLR2004


def weight_share(weight: int) -> float:
    """Bring a count of people to 0-1 by its order of magnitude."""
    return min(1.0, math.log10(1 + max(0, weight)) / FULL_WEIGHT)


def _spelled_out(chunk: str) -> list[str]:
    joined = chunk.replace(".", "")
    if joined in SHORT_FORMS:
        return SHORT_FORMS[joined].split()
    return [word for part in chunk.split(".") for word in SHORT_FORMS.get(part, part).split()]


# Degrees first with a point or an Italian comma, or with minutes and seconds; N/S, E/W/O around.
_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_DECIMAL = re.compile(
    rf"(?:geo:)?\s*([ns]?)\s*({_NUMBER})\s*°?\s*([ns]?)\s*(?:[,;/]\s*|\s)\s*"
    rf"([ewo]?)\s*({_NUMBER})\s*°?\s*([ewo]?)"
)
_SIXTIETHS = (
    r"(\d{1,3})\s*°\s*(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|''|”)\s*)?"
)
_SEXAGESIMAL = re.compile(rf"{_SIXTIETHS}([ns])[,;\s]*{_SIXTIETHS}([ewo])")


def read_point(text: str) -> Near | None:
    """Read coordinates as people type them, latitude first; nothing if it is not a point on Earth."""
    folded = text[:LONGEST_QUESTION].strip().lower()
    # "15 16" are two lines, or two house numbers: whole numbers alone are no coordinates.
    if not re.search(r"[.,]\d|[°a-z]", folded):
        return None
    if match := _DECIMAL.fullmatch(folded):
        north, lat, south, east, lon, west = match.groups()
        return _on_earth(_number(lat), _number(lon), north + south, east + west)
    if match := _SEXAGESIMAL.fullmatch(folded):
        d1, m1, s1, ns, d2, m2, s2, ew = match.groups()
        return _on_earth(_degrees(d1, m1, s1), _degrees(d2, m2, s2), ns, ew)
    return None


def _on_earth(lat_deg: float, lon_deg: float, north_south: str, east_west: str) -> Near | None:
    lat_deg = -lat_deg if "s" in north_south else lat_deg
    lon_deg = -lon_deg if set(east_west) & {"w", "o"} else lon_deg
    return Near(lat_deg, lon_deg) if abs(lat_deg) <= 90 and abs(lon_deg) <= 180 else None  # noqa: PLR2004


def _degrees(degrees: str, minutes: str, seconds: str | None) -> float:
    return int(degrees) + _number(minutes) / 60 + _number(seconds or "0") / 3600


def _number(text: str) -> float:
    return float(text.replace(",", "."))
