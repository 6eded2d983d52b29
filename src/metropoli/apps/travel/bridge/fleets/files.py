"""The files of fleets and car parks as their owners publish them, checked before they are used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from metropoli.apps.travel.types import FeedReport, FoundProblem
from metropoli.engines import sharing

GBFS, PARKING = "gbfs", "parking"
GBFS_FILES = sharing.FILES


@dataclass(frozen=True, slots=True)
class FleetFiles:
    """The files of one source, whose bytes are at hand."""

    kind: str  # GBFS or PARKING
    name: str
    files: Mapping[str, bytes]
    taken_s: int  # Unix time; stands where they do not say themselves when they were written
    generated: bool = False
    attribution: str = ""

    @property
    def code(self) -> str:
        """Return the code of its dataset."""
        return f"{self.kind}-{self.name}"

    @property
    def sha256(self) -> str:
        """Return the name of what does not change by the minute."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            if name.removesuffix(".json") not in sharing.MOVING and self.kind != PARKING:
                digest.update(name.encode() + b"\0" + _without_its_time(self.files[name]))
        for park in _parks(self)[0] if self.kind == PARKING else ():
            digest.update(repr(replace(park, n_free=None, seen_s=None)).encode())
        return digest.hexdigest()

    @property
    def size_bytes(self) -> int:
        return sum(len(content) for content in self.files.values())


def check_fleet(source: FleetFiles) -> FeedReport:
    """Say what is wrong with a source, and whether it can be used at all."""
    if source.kind == PARKING:
        parks, problems = _parks(source)
        counts: tuple[tuple[str, int], ...] = (("car_parks", len(parks)),)
        return _report(problems, counts, usable=bool(parks))
    told = sharing.read_fleet(source.files)
    fleet = told.fleet
    if fleet is None:
        return _report(told.problems, (), usable=False)
    counts = (
        ("sharing_stations", len(fleet.stations)),
        ("free_vehicles", len(fleet.vehicles)),
        ("vehicle_types", len(fleet.types)),
        ("pricing_plans", len(fleet.plans)),
    )
    return _report(told.problems, counts, usable=bool(fleet.stations or fleet.vehicles))


def feed_addresses(content: bytes) -> tuple[tuple[str, str], ...]:
    """Return name and address of every file that a gbfs.json lists."""
    return sharing.read_feeds(content)[0]


def _without_its_time(content: bytes) -> bytes:
    """Return what a file says, without the instant at which it said it once more."""
    try:
        top = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return json.dumps(top.get("data") if isinstance(top, dict) else top).encode()


def _parks(source: FleetFiles) -> tuple[tuple[sharing.CarPark, ...], tuple[sharing.Problem, ...]]:
    told = [sharing.read_parks(content, name) for name, content in source.files.items()]
    parks = tuple(park for one in told for park in one.parks)
    return parks, tuple(problem for one in told for problem in one.problems)


def _report(
    problems: tuple[sharing.Problem, ...], counts: tuple[tuple[str, int], ...], *, usable: bool
) -> FeedReport:
    return FeedReport(
        usable=usable,
        problems=tuple(
            FoundProblem(
                severity=problem.severity,
                code=problem.code,
                file=problem.file,
                line=0,
                values=tuple(problem.values.items()),
                count=problem.count,
            )
            for problem in problems
        ),
        counts=counts,
        first_day=None,
        last_day=None,
    )
