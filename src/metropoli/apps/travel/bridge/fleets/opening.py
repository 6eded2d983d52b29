"""Fleets in service as GBFS 3.0 that anybody may take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from metropoli.apps.travel.bridge.fleets.shelf import Fleets, Owned
from metropoli.apps.travel.types import DataTerms
from metropoli.engines import sharing

VERSION = "3.0"
REFRESHED_S = 60


def gbfs_manifest(
    fleets: Fleets, open_codes: frozenset[str], *, base_url: str, now_s: int
) -> bytes:
    """Return the list of the fleets that may be handed on (manifest.json of GBFS 3.0)."""
    datasets = [
        {
            "system_id": one.fleet.system.id,
            "versions": [{"version": VERSION, "url": f"{base_url}/{one.code}/gbfs.json"}],
        }
        for one in _open(fleets, open_codes)
    ]
    return json.dumps(
        {
            "last_updated": sharing.as_time(now_s),
            "ttl": REFRESHED_S,
            "version": VERSION,
            "data": {"datasets": datasets},
        }
    ).encode()


def gbfs_file(
    fleets: Fleets, code: str, name: str, *, terms: DataTerms, base_url: str, now_s: int
) -> bytes | None:
    """Return one file of a fleet; nothing where there is no such fleet or file."""
    mine = next((one for one in fleets.owned if one.code == code), None)
    if mine is None:
        return None
    files = sharing.write_gbfs(mine.fleet, base_url=f"{base_url}/{code}", now_s=now_s)
    content = files.get(f"{name}.json")
    if content is None or name != "system_information":
        return content
    document: dict[str, Any] = json.loads(content)
    said = {
        "license_id": terms.licence,
        "attribution_organization_name": [
            {"text": terms.attribution, "language": document["data"]["languages"][0]}
        ]
        if terms.attribution
        else None,
        "feed_contact_email": terms.email or None,
    }
    document["data"] |= {field: value for field, value in said.items() if value}
    return json.dumps(document, ensure_ascii=False).encode()


def _open(fleets: Fleets, open_codes: frozenset[str]) -> Sequence[Owned]:
    return [one for one in fleets.owned if one.code in open_codes]
