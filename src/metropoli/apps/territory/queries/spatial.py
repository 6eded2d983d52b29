"""The only raw SQL of this app: places by their box, through the index of either database."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from metropoli.apps.territory.types import Box

# Both indexes keep boxes in 32-bit floats rounded outwards, so they may offer a little too much:
# the exact columns decide.
_EXACTLY = (
    " p.west_deg <= %(east)s AND p.east_deg >= %(west)s"
    " AND p.south_deg <= %(north)s AND p.north_deg >= %(south)s"
)
# ruff: noqa: S608 - these strings are put together from constants; every value is a parameter.
_SQLITE = (
    "SELECT p.id FROM territory_place_tree AS t CROSS JOIN territory_place AS p ON p.id = t.id"
    " WHERE t.west_deg <= %(east)s AND t.east_deg >= %(west)s"
    " AND t.south_deg <= %(north)s AND t.north_deg >= %(south)s AND" + _EXACTLY
)
_POSTGRES = (
    "SELECT p.id FROM territory_place AS p"
    " WHERE p.extent && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AND"
    + _EXACTLY
)


def place_ids_in(box: Box, *, kinds: Sequence[str] = (), limit: int | None = None) -> list[int]:
    """Return the ids of the places whose own box meets this one, in the order of their ids."""
    sql = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    values: dict[str, float | str] = {
        "west": box.west_deg,
        "south": box.south_deg,
        "east": box.east_deg,
        "north": box.north_deg,
    }
    if kinds:
        values |= {f"kind{i}": kind for i, kind in enumerate(kinds)}
        sql += f" AND p.kind IN ({', '.join(f'%(kind{i})s' for i in range(len(kinds)))})"
    sql += " ORDER BY p.id"
    if limit is not None:
        sql += " LIMIT %(limit)s"
        values["limit"] = limit
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
