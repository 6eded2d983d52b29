"""A page with a map and nothing else, served with a strict policy, over a city of a few blocks."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from metropoli.web import tiles

ROOT = Path(__file__).parents[2]
STATIC = {
    "web": ROOT / "src/metropoli/web/static/web",
    "maplibre": ROOT / "node_modules/maplibre-gl/dist",
    "bootstrap-italia": ROOT / "node_modules/bootstrap-italia/dist",
}
KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'"
)
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/bootstrap-italia/css/bootstrap-italia.min.css"></head>
<body>{body}</body></html>"""


@contextmanager
def serving(body, draw, *, language="en"):
    """Serve the page at `/`, our static files, and what `draw(z, x, y)` gives as tiles."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urlsplit(self.path).path
            kind, content = (
                "text/html; charset=utf-8",
                PAGE.format(body=body, language=language).encode(),
            )
            if path.startswith("/static/"):
                prefix, _, rest = path.removeprefix("/static/").partition("/")
                file = STATIC[prefix] / rest
                kind = KINDS.get(file.suffix, "application/octet-stream")
                content = file.read_bytes() if file.is_file() else None
            elif path.startswith("/tiles/"):
                z, x, y = (int(part) for part in path.removesuffix(".mvt").split("/")[-3:])
                kind, content = "application/vnd.mapbox-vector-tile", draw(z, x, y)
            elif path != "/":
                content = None
            self.send_response(404 if content is None else 200 if content else 204)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            if content:
                self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


# Streets every 0.002 degrees round Porta Nuova, a river, a park, three stops with their names.
CENTER = (45.0620, 7.6785)


def draw_synthetic_city(z, x, y):
    lat, lon = CENTER
    across = [[(lon - 0.04, lat + i * 0.002), (lon + 0.04, lat + i * 0.002)] for i in range(-9, 10)]
    along = [[(lon + i * 0.003, lat - 0.03), (lon + i * 0.003, lat + 0.03)] for i in range(-9, 10)]
    streets = across + along
    river = [
        (lon + 0.02, lat - 0.05),
        (lon + 0.025, lat - 0.05),
        (lon + 0.03, lat + 0.05),
        (lon + 0.025, lat + 0.05),
    ]
    park = [
        (lon + 0.005, lat + 0.002),
        (lon + 0.005, lat - 0.01),
        (lon + 0.015, lat - 0.01),
        (lon + 0.015, lat + 0.002),
    ]
    # A quarter that the river crosses from end to end, as tiles give it: after the larger river.
    quarter = [
        (lon + 0.004, lat + 0.02),
        (lon + 0.004, lat - 0.02),
        (lon + 0.04, lat - 0.02),
        (lon + 0.04, lat + 0.02),
    ]
    stops = [[[(lon, lat)]], [[(lon + 0.006, lat + 0.004)]], [[(lon - 0.006, lat - 0.004)]]]
    layers = [
        _layer(
            "ground",
            tiles.POLYGON,
            [[river[::-1]], [quarter[::-1]], [park[::-1]]],
            (z, x, y),
            {"class": ["water", "built", "green"]},
        ),
        _layer(
            "street",
            tiles.LINE,
            [[s] for s in streets],
            (z, x, y),
            {
                "class": ["primary" if i % 6 == 0 else "minor" for i in range(len(streets))],
                "name": [f"Via {i}" for i in range(len(streets))],
            },
        ),
        _layer(
            "transit", tiles.LINE, [[across[9]]], (z, x, y), {"mode": ["tram"], "color": ["c7362b"]}
        ),
        _layer(
            "stop",
            tiles.POINT,
            stops,
            (z, x, y),
            {
                "mode": ["metro", "tram", "bus"],
                "name": ["Porta Nuova", "Carlo Felice", "Marconi"],
                "key": ["demo:1", "demo:2", "demo:3"],
            },
        ),
        _layer(
            "place",
            tiles.POINT,
            [[[(lon, lat + 0.008)]]],
            (z, x, y),
            {"class": ["city"], "name": ["Torino"]},
        ),
    ]
    return tiles.encode_tile(layers)


def _layer(name, kind, features, tile, words):
    """A feature is a list of parts, a part a list of (longitude, latitude)."""
    z, x, y = tile
    width = tiles.WORLD >> z
    parts = [part for feature in features for part in feature]
    xy = np.array([point for part in parts for point in part])
    shapes = tiles.Shapes(
        np.cumsum([0, *map(len, features)]),
        np.cumsum([0, *map(len, parts)]),
        (tiles.world_x(xy[:, 0]) - x * width) * (4096 / width),
        (tiles.world_y(xy[:, 1]) - y * width) * (4096 / width),
    )
    cut = {
        tiles.POINT: tiles.clip_points,
        tiles.LINE: tiles.clip_lines,
        tiles.POLYGON: tiles.clip_rings,
    }[kind]
    columns = tuple(
        tiles.Column(key, np.arange(len(values)), values) for key, values in words.items()
    )
    return tiles.Layer(name, kind, cut(shapes, -64, 4160), columns)


def journey(lat=CENTER[0], lon=CENTER[1]):
    """Walk, tram, metro: a way across, as a page would give it."""

    def leg(mode, points, **more):
        return {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[lon + a, lat + b] for a, b in points],
            },
            "properties": {"kind": "leg", "mode": mode, **more},
        }

    def point(kind, a, b, name):
        return {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon + a, lat + b]},
            "properties": {"kind": kind, "name": name},
        }

    return {
        "type": "FeatureCollection",
        "features": [
            leg("bike", [(-0.012, -0.006), (-0.012, 0.006), (0.012, 0.006)], faint=True),
            leg("walk", [(-0.012, -0.006), (-0.009, -0.006), (-0.009, -0.004), (-0.006, -0.004)]),
            leg("bus", [(-0.006, -0.004), (0, -0.004), (0, 0)], label="33"),
            leg(
                "metro",
                [(0, 0), (0.006, 0), (0.006, 0.004)],
                label="M1",
                color="b3006b",
                text_color="ffffff",
            ),
            leg("walk", [(0.006, 0.004), (0.012, 0.006)]),
            point("via", -0.006, -0.004, "Marconi"),
            point("stop", -0.003, -0.004, "Nizza"),
            point("via", 0, 0, "Porta Nuova"),
            point("via", 0.006, 0.004, "Carlo Felice"),
            point("from", -0.012, -0.006, "Via Madama Cristina 5"),
            point("to", 0.012, 0.006, "Mole Antonelliana"),
        ],
    }


def script(identifier, data):
    return f'<script type="application/json" id="{identifier}">{json.dumps(data)}</script>'
