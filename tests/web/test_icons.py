"""The icon of the installed application is drawn by us, and stands in its files as it is drawn."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from metropoli.web.icons import BLUE, FOLDER, GOLD, ICONS, SEE_THROUGH, TOUCH, WHITE, draw

ALL = ICONS | TOUCH


def read_png(content: bytes) -> np.ndarray:
    """A small reader, for pictures without filters."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    parts, at = {}, 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        assert struct.unpack(">I", content[at + 8 + size : at + 12 + size]) == (
            zlib.crc32(name + data),
        )
        parts[name], at = data, at + 12 + size
    width, height, *kind = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert kind == [8, 6, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, 1 + width * 4)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 4)


@pytest.mark.parametrize("name", ALL)
def test_the_files_hold_what_is_drawn(name):
    size_px, share = ALL[name]
    kept = read_png((FOLDER / f"{name}.png").read_bytes())
    drawn = draw(size_px, share, see_through=name in SEE_THROUGH)
    assert np.abs(kept.astype(int) - drawn.astype(int)).max() <= 1  # the last bit is the machine's


def test_the_drawing_has_the_shapes_of_the_logo():
    icon = draw(480, see_through=True)
    at = {(24, 27): GOLD, (11, 20): WHITE, (37, 36): WHITE, (24, 8): BLUE, (17.5, 20.5): WHITE}
    for (x, y), color in at.items():
        assert tuple(icon[round(y * 10), round(x * 10)]) == (*color, 255)
    assert icon[0, 0, 3] == 0  # the corner is cut


def test_what_a_phone_may_cut_to_a_circle_keeps_clear_of_its_edge():
    size_px, share = ICONS["maskable-512"]
    icon = draw(size_px, share)
    assert (icon[..., 3] == 255).all()
    y, x = np.mgrid[:size_px, :size_px] - (size_px - 1) / 2
    outside = np.hypot(x, y) > 0.4 * size_px  # the safe zone of a maskable icon
    assert (icon[outside][:, :3] == BLUE).all()
