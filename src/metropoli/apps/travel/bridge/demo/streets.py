"""The streets of the demo city as an OSM extract."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import shapely
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo.ground import Ground, lay_out
from metropoli.apps.travel.bridge.demo.heights import heights_m
from metropoli.apps.travel.bridge.demo.knots import Ints, Network, tie
from metropoli.apps.travel.bridge.demo.names import name_streets
from metropoli.apps.travel.bridge.demo.oneways import Bools, choose, connected
from metropoli.apps.travel.bridge.demo.osm import Writer
from metropoli.apps.travel.bridge.demo.scenery import draw_scenery
from metropoli.apps.travel.bridge.demo.strands import Strand, Tags
from metropoli.apps.travel.bridge.demo.turns import Turns, forbid_turns, great_crossings
from metropoli.apps.travel.bridge.demo.waters import River


def write_osm(seed: int) -> bytes:
    """Write streets and scenery: same seed, same bytes."""
    rng = np.random.default_rng(seed)
    ground = lay_out(rng)
    named = name_streets(ground.streets, ground.towns, ground.built[0][1], rng)
    network = tie(named)
    together = connected(network.chains, len(network.nodes_m))
    strands = [s for s, kept in zip(named, together, strict=True) if kept]
    chains = [c for c, kept in zip(network.chains, together, strict=True) if kept]
    network = Network(network.nodes_m, chains)
    oneway = choose(strands, chains, in_city(strands, ground), rng)
    osm = Writer()
    osm.nodes(network.nodes_m, node_tags(strands, network))
    write_ways(osm, strands, network, oneway, ground.rivers, rng)
    draw_scenery(osm, ground)
    return osm.finish()


def in_city(strands: list[Strand], ground: Ground) -> Bools:
    """Say which strands lie in the city of Torino."""
    city = ground.built[0][1]
    shapely.prepare(city)
    found: Bools = shapely.contains(city, np.array([s.line for s in strands], dtype=object))
    return found


def node_tags(strands: list[Strand], network: Network) -> list[Tags]:
    """Give every node its height, and traffic lights where great streets cross."""
    lights = set(great_crossings(strands, network))
    lit: Tags = (("highway", "traffic_signals"),)
    return [
        (("ele", f"{height:.0f}"), *(lit if node in lights else ()))
        for node, height in enumerate(heights_m(network.nodes_m).tolist())
    ]


def write_ways(
    osm: Writer,
    strands: list[Strand],
    network: Network,
    oneway: Bools,
    rivers: list[River],
    rng: Generator,
) -> None:
    """Write every strand as ways: what crosses a river is a bridge, a way of its own."""
    over = crossing(network, rivers)
    turns = forbid_turns(strands, network, rng)
    for k, (strand, chain) in enumerate(zip(strands, network.chains, strict=True)):
        tags = way_tags(strand, oneway=bool(oneway[k]))
        for bridge, part in pieces(chain, over, turns):
            extra: Tags = (("bridge", "yes"), ("layer", "1")) if bridge else ()
            turns.seen(k, part, osm.way([n + 1 for n in part], (*tags, *extra)))
    for members in turns.relations():
        osm.relation(members, (("type", "restriction"), ("restriction", "no_left_turn")))


def way_tags(strand: Strand, *, oneway: bool) -> Tags:
    named: Tags = (("name", strand.name),) if strand.name else ()
    one: Tags = (("oneway", "yes"),) if oneway else ()
    return (("highway", strand.highway), *named, *strand.tags, *one)


def crossing(network: Network, rivers: list[River]) -> set[tuple[int, int]]:
    """Give the steps between two nodes that cross the middle of a river."""
    steps = np.concatenate([np.column_stack([c[:-1], c[1:]]) for c in network.chains])
    lines = shapely.linestrings(network.nodes_m[steps])
    tree = shapely.STRtree(lines)
    found = np.concatenate([tree.query(r.line, predicate="intersects") for r in rivers])
    return {(int(a), int(b)) for a, b in steps[found]}


def pieces(chain: Ints, over: set[tuple[int, int]], turns: Turns) -> list[tuple[bool, list[int]]]:
    """Cut a chain where a bridge begins or ends, and where a turn is forbidden."""
    parts: list[tuple[bool, list[int]]] = []
    for bridge, steps in groupby(pairwise(chain.tolist()), key=lambda step: step in over):
        walk = list(steps)
        part = [walk[0][0]]
        for _, node in walk:
            part.append(node)
            if node in turns.corners:
                parts.append((bridge, part))
                part = [node]
        if len(part) > 1:
            parts.append((bridge, part))
    return parts
