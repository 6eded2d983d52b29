"""The bytes of fleets and car parks: taken from files and addresses, kept as they came."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.text import slugify

from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.models import Fleet
from metropoli.base.downloads import download
from metropoli.base.errors import MetropoliError, NotFound

MOST_FILE_BYTES = 64_000_000
ANSWER_WITHIN_S = 60
INDEX = "gbfs.json"


def kept(*, fleet: Fleet) -> bridge.FleetFiles:
    """Return the files of a fleet as they were kept."""
    folder = queries.fleet_folder(fleet.code)
    return bridge.FleetFiles(
        kind=fleet.kind,
        name=fleet.name,
        files={path.name: path.read_bytes() for path in sorted(folder.iterdir())},
        taken_s=int(fleet.looked_at.timestamp()),
        generated=fleet.dataset.generated,
        attribution=fleet.dataset.attribution,
    )


def keep(*, files: bridge.FleetFiles) -> None:
    """Keep the files of a fleet in place of those before."""
    folder = queries.fleet_folder(files.code)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files.files:
            path.unlink()
    for name, content in files.files.items():
        draft = folder.parent / f".{files.code}-{name}.draft"
        draft.write_bytes(content)
        draft.replace(folder / name)


def read(*, kind: str, path: Path) -> dict[str, bytes]:
    """
    Read a list of car parks, or the GBFS files of a folder (or beside a gbfs.json).

    :raises NotFound: there is no such file
    """
    if not path.exists():
        raise NotFound("no_such_file", path=str(path))
    if kind == bridge.PARKING:
        return {_plain(path.name): path.read_bytes()}
    known = {f"{name}.json" for name in bridge.GBFS_FILES} | {INDEX}
    folder = path if path.is_dir() else path.parent
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name in known}


def fetch(*, kind: str, address: str, allow_private: bool) -> dict[str, bytes]:
    """
    Fetch a list of car parks, or every file that a gbfs.json lists; one that fails is missing.

    :raises NotFound: nobody answers at the address itself
    :raises Refused: the address is on a private network, or gives too much
    """
    first = _get(address, allow_private=allow_private)
    if kind == bridge.PARKING:
        return {_plain(address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]): first}
    found = {INDEX: first}
    for name, url in bridge.feed_addresses(first):
        try:
            found[f"{name}.json"] = _get(url, allow_private=allow_private)
        except MetropoliError:
            continue  # the reader says which file is missing
    return found


def _get(address: str, *, allow_private: bool) -> bytes:
    with tempfile.TemporaryDirectory(prefix="metropoli-fleet-") as folder:
        file = download(
            address,
            Path(folder),
            allow_private=allow_private,
            max_bytes=MOST_FILE_BYTES,
            max_s=ANSWER_WITHIN_S,
        )
        return file.read_bytes()


def _plain(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{slugify(stem or ending) or 'parks'}.{slugify(ending) or 'txt'}"
