"""What the network is built from, and where its arrays lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from metropoli.apps.travel.models import Fleet, LiveFeed, Source


def shelf(form: str) -> Path:
    """Return where the versions of the network stand that are laid out in this form."""
    return Path(settings.VAR) / "network" / form


def open_shelf() -> Path:
    """Return where the files lie that anybody may take."""
    return Path(settings.VAR) / "open"


def source_file(sha256: str, form: str) -> Path:
    """Return where the bytes of a source are kept."""
    return Path(settings.VAR) / "sources" / f"{sha256}.{form}"


def sources() -> list[Source]:
    """Return the feeds and street extracts in service, with their datasets."""
    return list(Source.objects.select_related("dataset"))


def fleet_shelf(form: str) -> Path:
    """Return where the versions of what is shared and parked stand."""
    return Path(settings.VAR) / "fleets" / f"form-{form}"


def fleet_folder(code: str) -> Path:
    """Return where the files of a fleet are kept as they came."""
    return Path(settings.VAR) / "fleets" / "files" / code


def fleet(code: str) -> Fleet | None:
    """Return the fleet of a dataset, if there is one in service."""
    return Fleet.objects.select_related("dataset").filter(dataset__code=code).first()


def live_shelf() -> Path:
    """Return where the versions of what is heard stand."""
    return Path(settings.VAR) / "live" / "heard"


def recorded_folder() -> Path:
    """Return where observed delays are kept."""
    return Path(settings.VAR) / "live" / "observed"


def city_clock_file() -> Path:
    """Return where it is written how the clock of the city was set."""
    return Path(settings.VAR) / "live" / "clock.json"


def live_feeds() -> list[LiveFeed]:
    """Return the live feeds, with their datasets."""
    return list(LiveFeed.objects.select_related("dataset"))


def fleets() -> list[Fleet]:
    """Return the fleets and lists of car parks in service, with their datasets."""
    return list(Fleet.objects.select_related("dataset"))


def served_folder() -> Path:
    """Return where the minutes from all cells to all places are kept."""
    return Path(settings.VAR) / "served"
