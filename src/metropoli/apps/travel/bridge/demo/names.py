"""Give the generated streets names: real ones where we know the place, plausible ones elsewhere."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo import facts
from metropoli.apps.travel.bridge.demo.oneways import NARROW
from metropoli.apps.travel.bridge.demo.plane import to_plane
from metropoli.apps.travel.bridge.demo.strands import Strand
from metropoli.apps.travel.bridge.demo.towns import Town

NEAR_M = 110.0
NAMED_SHARE = 0.6
COMMON = [
    "via Torino",
    "via Giuseppe Garibaldi",
    "via Camillo Cavour",
    "via Giuseppe Mazzini",
    "via Dante Alighieri",
    "via Vittorio Emanuele II",
    "via Umberto I",
    "via Giacomo Matteotti",
    "via Antonio Gramsci",
    "via Giuseppe Verdi",
    "via Alessandro Manzoni",
    "via Giosuè Carducci",
    "via Martiri della Libertà",
    "via XXV Aprile",
    "via IV Novembre",
    "via I Maggio",
    "via della Repubblica",
    "via Guglielmo Marconi",
    "via Cesare Battisti",
    "via San Giovanni",
    "via San Rocco",
    "via Santa Maria",
    "via del Castello",
    "via della Chiesa",
    "via delle Scuole",
    "via della Stazione",
    "via dei Mulini",
    "via Monviso",
    "via Gran Paradiso",
    "via Rocciamelone",
    "via Po",
    "via Dora",
    "via Galileo Galilei",
    "via Leonardo da Vinci",
    "via Alessandro Volta",
    "via Luigi Einaudi",
    "via Alcide De Gasperi",
    "via John Fitzgerald Kennedy",
    "via Salvo D'Acquisto",
    "via Fratelli Cervi",
    "via Primo Levi",
    "via Cesare Pavese",
    "via Natalia Ginzburg",
    "via Maria Montessori",
    "via Rita Levi-Montalcini",
    "via Grazia Deledda",
    "via dei Tigli",
    "via dei Pioppi",
    "via delle Rose",
    "via dei Gelsi",
    "via dei Ciliegi",
    "via del Santuario",
    "via degli Alpini",
]


def name_streets(
    strands: list[Strand], towns: list[Town], city: shapely.Geometry, rng: Generator
) -> list[Strand]:
    """Name the narrow streets that have no name yet."""
    names = known_names(strands)
    in_city = shapely.contains(
        city,
        shapely.line_interpolate_point(
            np.array([s.line for s in strands], dtype=object), 0.5, normalized=True
        ),
    )
    towns_of_torino = [f"via {town.name}" for town in towns]
    dice = rng.random(len(strands))
    picks = rng.integers(0, 1 << 30, len(strands))
    found: list[Strand] = []
    for k, strand in enumerate(strands):
        pool = towns_of_torino if in_city[k] else COMMON
        plain = not strand.name and (strand.highway in NARROW or strand.highway == "tertiary")
        drawn = pool[int(picks[k]) % len(pool)] if plain and dice[k] < NAMED_SHARE else strand.name
        found.append(strand._replace(name=names.get(k, drawn)))
    return found


def known_names(strands: list[Strand]) -> dict[int, str]:
    """Give each name that we know the nearest narrow street without one."""
    rows = facts.rows("street_names.csv")
    at = to_plane(
        np.array([float(r["lat"]) for r in rows]), np.array([float(r["lon"]) for r in rows])
    )
    plain = [k for k, s in enumerate(strands) if s.highway in NARROW and not s.name]
    tree = shapely.STRtree([strands[k].line for k in plain])
    taken: dict[int, str] = {}
    for row, dot in zip(rows, shapely.points(at), strict=True):
        near = tree.query(dot, predicate="dwithin", distance=NEAR_M)
        free = [
            (tree.geometries[j].distance(dot), j) for j in near.tolist() if plain[j] not in taken
        ]
        if free:
            taken[plain[min(free)[1]]] = row["name"]
    return taken
