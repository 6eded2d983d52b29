"""
Draw the icons of the installed application from the same shapes as `static/web/logo.svg`.

`python -m metropoli.web.icons` writes them beside it; a test holds them to what is drawn here.
"""

from __future__ import annotations

import struct
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parent / "static" / "web" / "icons"
BOX = 48.0  # the side of the drawing, in its own units
BLUE, WHITE, GOLD = (11, 46, 79), (255, 255, 255), (245, 184, 61)
CORNER, STROKE = 11.0, 4.5
LETTER = ((11.0, 36.0), (11.0, 14.0), (24.0, 27.0), (37.0, 14.0), (37.0, 36.0))
FEET, FOOT = ((11.0, 36.0), (37.0, 36.0)), 4.0
HEART, HEART_SIZE, HEART_RIM = (24.0, 27.0), 5.5, 2.5
# How the files are called, how many pixels they have, and which share of a side the drawing takes.
# A phone may cut a "maskable" icon to a circle: its drawing keeps clear of the edge.
ICONS = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.78)}
TOUCH = {"touch-180": (180, 0.9)}  # iOS rounds the corners itself
SEE_THROUGH = {"icon-192", "icon-512"}

Field = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]


def draw(size_px: int, share: float = 1.0, *, see_through: bool = False) -> Picture:
    """Return the icon as rows of red, green, blue and opacity."""
    unit = BOX / (size_px * share)
    at = (np.arange(size_px) + 0.5 - size_px / 2) * unit + BOX / 2
    x, y = np.meshgrid(at, at)
    picture = np.zeros((size_px, size_px, 4))
    edge = CORNER if see_through else -BOX
    _paint(picture, _square(x, y, edge) / unit, BLUE)
    for first, last in pairwise(LETTER):
        _paint(picture, (_segment(x, y, first, last) - STROKE / 2) / unit, WHITE)
    for foot in FEET:
        _paint(picture, (np.hypot(x - foot[0], y - foot[1]) - FOOT) / unit, WHITE)
    heart = np.hypot(x - HEART[0], y - HEART[1])
    _paint(picture, (heart - HEART_SIZE - HEART_RIM / 2) / unit, BLUE)
    _paint(picture, (heart - HEART_SIZE + HEART_RIM / 2) / unit, GOLD)
    return (picture * 255 + 0.5).astype(np.uint8)


def to_png(picture: Picture) -> bytes:
    """Return the picture as PNG (RFC 2083), 8 bits a channel."""
    height, width, _ = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _paint(picture: Field, away_px: Field, color: tuple[int, int, int]) -> None:
    """Lay a colour where a shape is: `away_px` is the distance from its edge, negative within."""
    cover = np.clip(0.5 - away_px, 0, 1)[..., None]
    alpha = cover + picture[..., 3:] * (1 - cover)
    ink = np.array(color) / 255
    under = picture[..., :3] * picture[..., 3:] * (1 - cover)
    picture[..., :3] = np.divide(
        ink * cover + under, alpha, out=np.zeros_like(under), where=alpha > 0
    )
    picture[..., 3:] = alpha


def _square(x: Field, y: Field, corner: float) -> Field:
    """Return how far each point is from the edge of the rounded square; a negative corner has none."""
    if corner < 0:
        return np.full_like(x, -BOX)
    half = BOX / 2 - corner
    dx, dy = (np.maximum(np.abs(side - BOX / 2) - half, 0) for side in (x, y))
    return np.hypot(dx, dy) - corner


def _segment(x: Field, y: Field, first: tuple[float, float], last: tuple[float, float]) -> Field:
    """Return how far each point is from a straight line between two points."""
    along_x, along_y = last[0] - first[0], last[1] - first[1]
    share = ((x - first[0]) * along_x + (y - first[1]) * along_y) / (along_x**2 + along_y**2)
    share = np.clip(share, 0, 1)
    return np.hypot(x - first[0] - share * along_x, y - first[1] - share * along_y)


def main() -> None:
    """Write every icon."""
    FOLDER.mkdir(exist_ok=True)
    for name, (size_px, share) in (ICONS | TOUCH).items():
        picture = draw(size_px, share, see_through=name in SEE_THROUGH)
        (FOLDER / f"{name}.png").write_bytes(to_png(picture))
        sys.stdout.write(f"{name}.png\n")


if __name__ == "__main__":
    main()
