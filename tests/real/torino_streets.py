"""
The real streets of Torino, written as OSM XML from the shapes that lie beside the project.

The centre comes with classes and names; the rest of the city is geometry alone, and becomes
`highway=road`, the tag for a street whose class nobody knows. Neither knows one-ways or speeds.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

STREETS = Path(__file__).parents[3] / "shared/data/torino-strade"
CENTRE = STREETS / "TorinoCentre_edges.gpkg"
CITY = STREETS / "citta-intera-2020/Torino_edges_simplified.shp"
CENTRE_CRS, CITY_CRS, OSM_CRS = 3003, 32632, 4326
SAME_STREET_M = 25.0  # a street of the city that runs this near to one of the centre is the same
SAME_CROSSING_M = 30.0  # its ends are joined to the crossings of the centre
ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # GeoPackage: by the kind of envelope in the header
UNNAMED = (None, "", "nan")
SHP_HEADER_BYTES, POLYLINE = 100, 3


class Street(NamedTuple):
    metres: NDArray[np.float64]  # (points, 2), EPSG:32632
    tags: dict[str, str]


def is_there() -> bool:
    return CENTRE.exists() and CITY.exists()


@cache
def torino_osm_xml() -> bytes:
    """Return the streets of the city as an OSM file: about 20,000 ways."""
    centre = list(read_centre())
    return write_osm([*centre, *join_to(centre, read_city())])


def read_centre() -> Iterator[Street]:
    to_city = Transformer.from_crs(CENTRE_CRS, CITY_CRS, always_xy=True)
    database = sqlite3.connect(f"{CENTRE.as_uri()}?mode=ro&immutable=1", uri=True)
    columns = "SELECT geom, name, highway, bridge FROM TorinoCentre_edges ORDER BY fid"
    for blob, name, highway, bridge in database.execute(columns):
        line = shapely.from_wkb(blob[8 + ENVELOPE_BYTES[blob[3] >> 1 & 7] :])
        metres = np.column_stack(to_city.transform(*np.asarray(line.coords).T))
        named = {} if name in UNNAMED else {"name": name}
        yield Street(metres, {"highway": highway} | named | ({"bridge": "yes"} if bridge else {}))
    database.close()


def read_city() -> Iterator[NDArray[np.float64]]:
    """Yield the lines of a shapefile, each of one part."""
    content = CITY.read_bytes()
    at = SHP_HEADER_BYTES
    while at < len(content):
        words = struct.unpack_from(">i", content, at + 4)[0]  # of 2 bytes, without this header
        kind, parts, points = (
            struct.unpack_from("<i", content, at + skip)[0] for skip in (8, 44, 48)
        )
        assert kind == POLYLINE
        assert parts == 1
        flat = np.frombuffer(content, "<f8", 2 * points, at + 52 + 4 * parts)
        yield flat.reshape(-1, 2).copy()
        at += 8 + 2 * words


def join_to(centre: list[Street], lines: Iterator[NDArray[np.float64]]) -> Iterator[Street]:
    """Yield the lines that the centre does not know, with their ends on its crossings if near."""
    known = shapely.STRtree([shapely.LineString(street.metres) for street in centre])
    ends = np.unique(np.concatenate([street.metres[[0, -1]] for street in centre]), axis=0)
    crossings = shapely.STRtree(shapely.points(ends))
    for metres in lines:
        middle = shapely.LineString(metres).interpolate(0.5, normalized=True)
        if len(known.query(middle, "dwithin", SAME_STREET_M)):
            continue
        for end in (0, -1):
            near = crossings.query_nearest(
                shapely.Point(metres[end]), max_distance=SAME_CROSSING_M, all_matches=False
            )
            if len(near):
                metres[end] = ends[near[0]]
        yield Street(metres, {"highway": "road"})


def write_osm(streets: list[Street]) -> bytes:
    """Write nodes and ways; points that share a centimetre are one node."""
    metres = np.concatenate([street.metres for street in streets])
    centimetres, node = np.unique(np.round(metres, 2), axis=0, return_inverse=True)
    to_degrees = Transformer.from_crs(CITY_CRS, OSM_CRS, always_xy=True)
    lon_deg, lat_deg = to_degrees.transform(centimetres[:, 0], centimetres[:, 1])
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6">']
    lines += [
        f'<node id="{row + 1}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"/>'
        for row, (lat, lon) in enumerate(zip(lat_deg, lon_deg, strict=True))
    ]
    first = np.cumsum([0, *(len(street.metres) for street in streets)])
    for row, street in enumerate(streets):
        refs = node.ravel()[first[row] : first[row + 1]].tolist()
        lines.append(f'<way id="{row + 1}" version="1">')
        lines += [f'<nd ref="{ref + 1}"/>' for ref in refs]
        lines += [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in street.tags.items()]
        lines.append("</way>")
    return "\n".join([*lines, "</osm>"]).encode()
