"""Turn restrictions of a file, as they are written."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.streets.types import BIKE, CAR, Bans

KINDS = ("no_", "only_")
CARS = frozenset(("motorcar", "motor_vehicle", "vehicle"))
BIKES = frozenset(("bicycle",))
MOST_VIAS = 8

Row = tuple[int, int, list[int], bool, bool, bool, int]


class BanList:
    """Gather the relations that ban or prescribe a turn; what is incomplete is passed over."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, relation: Any) -> None:
        """Take a relation if it is a turn restriction for somebody we know."""
        tags = {tag.k: tag.v for tag in relation.tags}
        kind, modes = _meaning(tags)
        if not modes:
            return
        members = [(m.role, m.type, m.ref) for m in relation.members]
        vias = [(t, r) for role, t, r in members if role == "via"]
        if not vias or len(vias) > MOST_VIAS or len({t for t, _ in vias}) != 1 or vias[0][0] == "r":
            return
        at_node = vias[0][0] == "n"
        if at_node and len(vias) != 1:
            return
        via = [ref for _, ref in vias]
        # no_entry has several "from", no_exit several "to": each pair is a ban of its own.
        for source in (ref for role, t, ref in members if role == "from" and t == "w"):
            for target in (ref for role, t, ref in members if role == "to" and t == "w"):
                only, turning_back = kind.startswith("only_"), kind == "no_u_turn"
                self.rows.append((source, target, via, at_node, only, turning_back, modes))

    def as_arrays(self) -> Bans:
        """Return what was gathered."""
        lengths = np.array([len(row[2]) for row in self.rows], np.int64)
        return Bans(
            from_way=np.array([row[0] for row in self.rows], np.int64),
            to_way=np.array([row[1] for row in self.rows], np.int64),
            via_first=np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))).astype(np.int32),
            via=np.array([ref for row in self.rows for ref in row[2]], np.int64),
            via_is_node=np.array([row[3] for row in self.rows], np.bool_),
            only=np.array([row[4] for row in self.rows], np.bool_),
            u_turn=np.array([row[5] for row in self.rows], np.bool_),
            modes=np.array([row[6] for row in self.rows], np.uint8),
        )


def _meaning(tags: dict[str, str]) -> tuple[str, int]:
    """Return the kind of a restriction and the modes that it binds."""
    if tags.get("type", "").split(":")[0] != "restriction":
        return "", 0
    excepted = set(tags.get("except", "").replace(",", ";").replace(" ", "").split(";"))
    for key, modes in (
        ("restriction:motorcar", 1 << CAR),
        ("restriction:motor_vehicle", 1 << CAR),
        ("restriction:bicycle", 1 << BIKE),
        ("restriction", (1 << CAR) | (1 << BIKE)),
    ):
        kind = tags.get(key, "")
        if kind.startswith(KINDS):
            return kind, _without(modes, excepted)
    return "", 0


def _without(modes: int, excepted: set[str]) -> int:
    if excepted & CARS:
        modes &= ~(1 << CAR)
    if excepted & BIKES:
        modes &= ~(1 << BIKE)
    return modes
