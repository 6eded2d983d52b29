"""Shared fleets and car parks: from the files of their owners to what is near, on the streets."""

from metropoli.apps.travel.bridge.fleets.files import (
    GBFS,
    GBFS_FILES,
    PARKING,
    FleetFiles,
    check_fleet,
    feed_addresses,
)
from metropoli.apps.travel.bridge.fleets.opening import gbfs_file, gbfs_manifest
from metropoli.apps.travel.bridge.fleets.placing import (
    FLEETS_FORM,
    build_fleets,
    load_fleets,
    placed,
    write_fleets,
)
from metropoli.apps.travel.bridge.fleets.shelf import Fleets, Owned, OwnedParks
from metropoli.apps.travel.bridge.fleets.telling import box_around, parks_in, shared_in

__all__ = [
    "FLEETS_FORM",
    "FleetFiles",
    "Fleets",
    "GBFS",
    "GBFS_FILES",
    "Owned",
    "OwnedParks",
    "PARKING",
    "box_around",
    "build_fleets",
    "check_fleet",
    "feed_addresses",
    "gbfs_file",
    "gbfs_manifest",
    "load_fleets",
    "parks_in",
    "placed",
    "shared_in",
    "write_fleets",
]
