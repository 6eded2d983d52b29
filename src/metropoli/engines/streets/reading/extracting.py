"""Read the streets of a file: one pass over nodes, one over ways and relations."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.streets.freezing import freeze
from metropoli.engines.streets.reading.bans import BanList
from metropoli.engines.streets.reading.passes import Positions, tagged_nodes, tagged_ways
from metropoli.engines.streets.tags.nodes import PLAIN, NodeTraits, node_traits
from metropoli.engines.streets.tags.ways import KEYS, WayTraits, traits_of
from metropoli.engines.streets.types import Extract, Flags, Int32s, Int64s, Traits

NODE_KEYS = frozenset(("barrier", "highway", "ele"))
MOST_NAME = 200


class _Ways:
    """Gather ways as flat arrays; equal tags share one row of traits, equal names one name."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.lengths = array("q")
        self.refs = array("q")
        self.traits = array("l")
        self.named = array("l")
        self.rows: dict[tuple[str | None, ...], int] = {}
        self.table: list[WayTraits] = []
        self.names: dict[str, int] = {"": 0}

    def add(self, way: Any) -> None:
        tags = way.tags
        key = tuple(tags.get(k) for k in KEYS)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = self._describe(key)
        if row < 0:
            return
        refs = [node.ref for node in way.nodes]
        self.ids.append(way.id)
        self.lengths.append(len(refs))
        self.refs.extend(refs)
        self.traits.append(row)
        name = (tags.get("name") or tags.get("ref") or "").strip()[:MOST_NAME]
        self.named.append(self.names.setdefault(name, len(self.names)))

    def _describe(self, key: tuple[str | None, ...]) -> int:
        traits = traits_of({k: v for k, v in zip(KEYS, key, strict=True) if v is not None})
        if traits is None:
            return -1
        self.table.append(traits)
        return len(self.table) - 1


def read_osm(data: bytes, form: str) -> Extract:
    """
    Read the streets of an OpenStreetMap file.

    Ways that leave the extract are cut where their nodes are missing; nodes with negative ids
    (drafts that were never uploaded) count as missing.

    :param form: "pbf" or "xml"
    :raises Invalid: `osm_unreadable` (with a reason), `osm_too_large` or `osm_without_streets`
    """
    positions, told = Positions(), {}
    for node in tagged_nodes(data, form, positions):
        tags = node.tags
        if any(key in tags for key in NODE_KEYS):
            traits = node_traits({tag.k: tag.v for tag in tags})
            if traits != PLAIN:
                told[node.id] = traits
    ways, bans = _Ways(), BanList()
    for thing in tagged_ways(
        data, form, "highway", "route", "railway", "public_transport", "type", "restriction"
    ):
        if thing.is_way():
            ways.add(thing)
        else:
            bans.add(thing)
    return _assemble(ways, bans, positions, told)


def _assemble(
    ways: _Ways, bans: BanList, positions: Positions, told: dict[int, NodeTraits]
) -> Extract:
    refs = np.array(ways.refs, np.int64)
    ids, row = np.unique(refs, return_inverse=True)
    places = [positions.of(ref) for ref in ids.tolist()]
    known = np.array([place is not None for place in places], np.bool_)
    if not known.any():
        raise Invalid("osm_without_streets")
    compact = np.where(known, np.cumsum(known) - 1, -1)
    owner, first, node = _pieces(np.array(ways.lengths, np.int64), compact[row])
    if not len(owner):
        raise Invalid("osm_without_streets")
    lat_lon = np.array([place for place in places if place is not None], np.float64)
    kept_ids = ids[known]
    traits = [told.get(i, PLAIN) for i in kept_ids.tolist()]
    return freeze(
        Extract(
            node_id=kept_ids,
            node_lat_deg=lat_lon[:, 0].copy(),
            node_lon_deg=lat_lon[:, 1].copy(),
            node_ele_m=np.array([t.ele_m for t in traits], np.float32),
            node_closed=np.array([t.closed for t in traits], np.uint8),
            node_delay_s=np.array([t.delay_s for t in traits], np.float32),
            node_sign=np.array([t.sign for t in traits], np.int8),
            way_id=np.array(ways.ids, np.int64)[owner],
            way_first=first,
            way_node=node,
            way_traits=np.array(ways.traits, np.int32)[owner],
            way_name=np.array(ways.named, np.int32)[owner],
            traits=_table(ways.table),
            bans=bans.as_arrays(),
            names=tuple(ways.names),
        )
    )


def _pieces(lengths: Int64s, node: Int64s) -> tuple[Int64s, Int64s, Int32s]:
    """Cut ways where a node is missing or said twice in a row; return owner, offsets and nodes."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    starts: Flags = np.ones(len(node), np.bool_)
    starts[1:] = (owner[1:] != owner[:-1]) | (node[:-1] < 0)
    again = np.zeros(len(node), np.bool_)
    again[1:] = ~starts[1:] & (node[1:] == node[:-1])
    kept = (node >= 0) & ~again
    piece = np.cumsum(starts)[kept] - 1
    sizes = np.bincount(piece, minlength=0) if len(piece) else np.zeros(0, np.int64)
    long_enough = sizes >= 2  # noqa: PLR2004
    flat = kept.copy()
    flat[kept] = long_enough[piece]
    counts = sizes[long_enough].astype(np.int64)
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return owner[flat][first[:-1]], first, node[flat].astype(np.int32)


def _table(rows: list[WayTraits]) -> Traits:
    return Traits(
        street_class=np.array([r.street_class for r in rows], np.int8),
        flags=np.array([r.flags for r in rows], np.int16),
        kmh=np.array([r.kmh for r in rows], np.float32),
        dislike=np.array([r.dislike for r in rows], np.float32),
        private=np.array([r.private for r in rows], np.uint8),
        car_cap_kmh=np.array([r.car_cap_kmh for r in rows], np.float32),
        urban=np.array([r.urban for r in rows], np.int8),
        duration_s=np.array([r.duration_s for r in rows], np.int32),
    )
