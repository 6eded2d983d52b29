"""Write nodes, ways and relations as OSM XML: the same door as every real extract."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from metropoli.apps.travel.bridge.demo.plane import Floats, to_globe
from metropoli.apps.travel.bridge.demo.strands import Tags

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="Metropoli demo city">\n'
)
FOOTER = "</osm>\n"


class Writer:
    """Collect elements in the order OSM wants: nodes, ways, relations; ids count from one."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        self._ways: list[str] = []
        self._relations: list[str] = []

    def nodes(self, points_m: Floats, tags: list[Tags]) -> range:
        """Add nodes at these places; give their ids."""
        first = len(self._nodes) + 1
        for (lat, lon), pairs in zip(to_globe(points_m).tolist(), tags, strict=True):
            number = len(self._nodes) + 1
            self._nodes.append(
                f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"{ending(pairs, "node")}'
            )
        return range(first, len(self._nodes) + 1)

    def way(self, nodes: list[int], tags: Tags) -> int:
        """Add a way along these nodes; give its id."""
        number = len(self._ways) + 1
        refs = "".join(f'<nd ref="{n}"/>' for n in nodes)
        self._ways.append(f'<way id="{number}" version="1">{refs}{written(tags)}</way>\n')
        return number

    def line(self, points_m: Floats, tags: Tags) -> int:
        """Add a way along new nodes, closed where its ends meet; give its id."""
        closed = bool((points_m[0] == points_m[-1]).all())
        fresh = points_m[:-1] if closed else points_m
        ids = list(self.nodes(fresh, [()] * len(fresh)))
        return self.way([*ids, ids[0]] if closed else ids, tags)

    def relation(self, members: list[tuple[str, int, str]], tags: Tags) -> int:
        """Add a relation of (type, id, role) members; give its id."""
        number = len(self._relations) + 1
        inside = "".join(f'<member type="{t}" ref="{i}" role="{r}"/>' for t, i, r in members)
        self._relations.append(
            f'<relation id="{number}" version="1">{inside}{written(tags)}</relation>\n'
        )
        return number

    def finish(self) -> bytes:
        """Give the whole document."""
        parts = [HEADER, *self._nodes, *self._ways, *self._relations, FOOTER]
        return "".join(parts).encode()


def ending(tags: Tags, element: str) -> str:
    return f">{written(tags)}</{element}>\n" if tags else "/>\n"


def written(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags)
