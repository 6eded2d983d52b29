"""Vector tiles of our own making (Mapbox Vector Tile 2.1): cut shapes to a tile, write them down."""

from metropoli.web.tiles.clipping import clip_lines, clip_points, clip_rings
from metropoli.web.tiles.encoding import Column, Layer, encode_layer, encode_tile
from metropoli.web.tiles.projection import WORLD, lat_of, lon_of, world_x, world_y
from metropoli.web.tiles.shapes import LINE, POINT, POLYGON, Shapes, spread, take

__all__ = [
    "LINE",
    "POINT",
    "POLYGON",
    "WORLD",
    "Column",
    "Layer",
    "Shapes",
    "clip_lines",
    "clip_points",
    "clip_rings",
    "encode_layer",
    "encode_tile",
    "lat_of",
    "lon_of",
    "spread",
    "take",
    "world_x",
    "world_y",
]
