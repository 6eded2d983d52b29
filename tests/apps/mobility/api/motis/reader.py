"""What a client does with the answers: read the lines that they draw."""

from __future__ import annotations


def decode(points: str, precision: int) -> list[tuple[float, float]]:
    """Return the (latitude, longitude) pairs of a polyline, read as Google wrote it down."""
    numbers, value, shift = [], 0, 0
    for letter in points:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    line, lat, lon = [], 0, 0
    for at in range(0, len(numbers), 2):
        lat, lon = lat + numbers[at], lon + numbers[at + 1]
        line.append((lat / 10**precision, lon / 10**precision))
    return line
