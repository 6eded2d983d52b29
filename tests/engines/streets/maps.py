"""Write small cities as OSM XML, by hand or by chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

HOME_LAT, HOME_LON = 45.0, 7.0
LAT_M, LON_M = 111_194.93, 111_194.93 * np.cos(np.radians(HOME_LAT))


def at(x_m: float, y_m: float) -> tuple[float, float]:
    """Return (lat, lon) of a point so many metres east and north of home."""
    return HOME_LAT + y_m / LAT_M, HOME_LON + x_m / LON_M


@dataclass
class Town:
    """Nodes by number, ways and turn restrictions, in metres from home."""

    nodes: dict[int, tuple[float, float]] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[int, list[int], dict[str, str]]] = field(default_factory=list)
    bans: list[tuple[str, int, tuple[str, list[int]], int, dict[str, str]]] = field(
        default_factory=list
    )

    def node(self, number: int, x_m: float, y_m: float, **tags: str) -> Town:
        self.nodes[number] = (x_m, y_m)
        if tags:
            self.node_tags[number] = {k.replace("__", ":"): v for k, v in tags.items()}
        return self

    def way(self, number: int, nodes: list[int], **tags: str) -> Town:
        self.ways.append((number, nodes, {k.replace("__", ":"): v for k, v in tags.items()}))
        return self

    def ban(self, kind: str, source: int, via: tuple[str, list[int]], to: int, **tags: str) -> Town:
        self.bans.append((kind, source, via, to, tags))
        return self

    def xml(self) -> bytes:
        lines = ["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6">']
        for number, (x, y) in sorted(self.nodes.items()):
            lat, lon = at(x, y)
            lines.append(f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">')
            lines += [*_tags(self.node_tags.get(number, {})), "</node>"]
        for number, nodes, tags in self.ways:
            lines.append(f'<way id="{number}" version="1">')
            lines += [f'<nd ref="{node}"/>' for node in nodes]
            lines += [*_tags(tags), "</way>"]
        for row, (kind, source, (via_type, vias), to, tags) in enumerate(self.bans):
            lines.append(f'<relation id="{row + 1}" version="1">')
            lines.append(f'<member type="way" ref="{source}" role="from"/>')
            lines += [f'<member type="{via_type}" ref="{via}" role="via"/>' for via in vias]
            lines.append(f'<member type="way" ref="{to}" role="to"/>')
            lines += [*_tags({"type": "restriction", "restriction": kind} | tags), "</relation>"]
        return "\n".join([*lines, "</osm>"]).encode()


def _tags(tags: dict[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items()]


def random_town(seed: int) -> Town:
    """
    Return a small, crowded town: parallel ways, loops, one-ways, bans at nodes and over ways, bollards.

    Positions and speeds are few, so that ties happen.
    """
    rng = np.random.default_rng(seed)
    town = Town()
    n = int(rng.integers(4, 9))
    for i in range(1, n + 1):
        tags = {"barrier": str(rng.choice(["bollard", "stile"]))} if rng.random() < 0.15 else {}
        if rng.random() < 0.2:
            tags = {"highway": str(rng.choice(["traffic_signals", "stop", "give_way"]))}
        town.node(
            i, 40.0 * int(rng.integers(0, 4)) + i, 40.0 * int(rng.integers(0, 4)) + 2 * i, **tags
        )
    for w in range(1, int(rng.integers(n, 2 * n + 4))):
        town.way(w, _random_nodes(rng, n), **_random_tags(rng))
    for _ in range(int(rng.integers(0, 10))):
        _random_ban(rng, town)
    if rng.random() < 0.4:
        _overlapping_bans(rng, town)
    return town


def _overlapping_bans(rng: np.random.Generator, town: Town) -> None:
    """Lead a road through the town whose bans begin inside each other, and which has side streets."""
    n = max(town.nodes)
    spots = [(500.0 + 60.0 * i, 10.0 * i) for i in range(5)]
    for i, spot in enumerate(spots):
        town.node(n + 1 + i, *spot).node(n + 11 + i, spot[0], spot[1] + 50.0)
    road = [1, *range(n + 1, n + 6)]
    for i in range(5):
        town.way(100 + i, road[i : i + 2], highway="residential")
        town.way(110 + i, [n + 1 + i, n + 11 + i], highway="residential")
    town.way(120, [n + 11 + i for i in range(5)], highway="residential")
    for i in range(3):
        if rng.random() < 0.8:
            kind = "only_straight_on" if rng.random() < 0.3 else "no_straight_on"
            town.ban(kind, 100 + i, ("way", [101 + i]), 102 + i)


def _random_nodes(rng: np.random.Generator, n: int) -> list[int]:
    nodes = [int(x) for x in rng.integers(1, n + 1, int(rng.integers(2, 5)))]
    if len(set(nodes)) == 1:
        nodes[-1] = nodes[0] % n + 1
    return nodes


def _random_tags(rng: np.random.Generator) -> dict[str, str]:
    tags = {
        "highway": str(
            rng.choice(["residential", "tertiary", "primary", "footway", "cycleway", "service"])
        )
    }
    if rng.random() < 0.35:
        tags["oneway"] = str(rng.choice(["yes", "-1"]))
    if rng.random() < 0.15:
        tags["oneway:bicycle"] = "no"
    if rng.random() < 0.15:
        tags["junction"] = "roundabout"
    if rng.random() < 0.2:
        tags["access"] = "destination"
    return tags


def _random_ban(rng: np.random.Generator, town: Town) -> None:
    """Add a restriction between ways that meet, so that most of them bite."""
    kinds = [
        "no_left_turn",
        "no_right_turn",
        "no_straight_on",
        "only_straight_on",
        "only_left_turn",
    ]
    kind = str(rng.choice([*kinds, "no_u_turn"]))
    except_ = {"except": "bicycle"} if rng.random() < 0.3 else {}
    if rng.random() < 0.6:
        node = int(rng.choice(list(town.nodes)))
        meeting = [w for w, nodes, _ in town.ways if node in nodes]
        if meeting:
            ends = [int(x) for x in rng.choice(meeting, 2)]
            town.ban(kind, ends[0], ("node", [node]), ends[1], **except_)
        return
    via, nodes, _ = town.ways[int(rng.integers(0, len(town.ways)))]
    touching = [w for w, others, _ in town.ways if w != via and set(others) & set(nodes)]
    if touching:
        ends = [int(x) for x in rng.choice(touching, 2)]
        town.ban(
            kind if kind != "no_u_turn" else "no_u_turn",
            ends[0],
            ("way", [via]),
            ends[1],
            **except_,
        )
