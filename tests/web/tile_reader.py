"""Read a vector tile back, byte by byte and slowly, by the letter of the specification 2.1."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field


@dataclass
class Feature:
    kind: int = 0
    attributes: dict[str, object] = field(default_factory=dict)
    # points: one list of points; lines: one list a line; polygons: one list a ring
    parts: list[list[tuple[int, int]]] = field(default_factory=list)


@dataclass
class ReadLayer:
    name: str
    extent: int
    version: int
    features: list[Feature]
    keys: list[str]
    words: list[object]


def read_tile(data: bytes) -> dict[str, ReadLayer]:
    layers = [_layer(body) for number, body in _fields(data) if number == 3]
    assert len({layer.name for layer in layers}) == len(layers), "a name stands for one layer"
    return {layer.name: layer for layer in layers}


def _layer(data: bytes) -> ReadLayer:
    name, extent, version = None, 4096, 1
    keys, words, features = [], [], []
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            features.append(value)
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            words.append(_word(value))
        elif number == 5:
            extent = value
        elif number == 15:
            version = value
        else:
            raise AssertionError(f"no such field in a layer: {number}")
    assert name is not None
    assert features, "a layer should hold at least one feature"
    return ReadLayer(
        name, extent, version, [_feature(f, keys, words) for f in features], keys, words
    )


def _feature(data: bytes, keys: list[str], words: list[object]) -> Feature:
    feature = Feature()
    for number, value in _fields(data):
        if number == 2:
            tags = list(_varints(value))
            assert len(tags) % 2 == 0
            for key, word in zip(tags[::2], tags[1::2], strict=True):
                assert keys[key] not in feature.attributes
                feature.attributes[keys[key]] = words[word]
        elif number == 3:
            feature.kind = value
        elif number == 4:
            feature.parts = _parts(list(_varints(value)), feature.kind)
        else:
            raise AssertionError(f"no such field in a feature: {number}")
    return feature


def _parts(numbers: list[int], kind: int) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    x = y = at = 0
    closed = True
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        assert count > 0
        if command == 7:
            assert (kind, count, closed) == (3, 1, False)
            assert len(parts[-1]) >= 3
            closed = True
            continue
        assert command in {1, 2}
        if command == 1:
            assert closed or kind != 3, "a ring must be closed before the next"
            assert kind == 1 or count == 1
            assert kind != 1 or not parts
            parts.append([])
            closed = False
        for _ in range(count):
            x += numbers[at] >> 1 ^ -(numbers[at] & 1)
            y += numbers[at + 1] >> 1 ^ -(numbers[at + 1] & 1)
            at += 2
            assert command == 1 or (x, y) != parts[-1][-1], "a line must not stand still"
            parts[-1].append((x, y))
    assert kind != 3 or closed
    assert kind != 2 or all(len(part) >= 2 for part in parts)
    return parts


def _word(data: bytes) -> object:
    [(number, value)] = list(_fields(data))
    if number == 1:
        return value.decode()
    if number == 3:
        return struct.unpack("<d", value)[0]
    if number == 6:
        return value >> 1 ^ -(value & 1)
    assert number == 7
    return bool(value)


def _fields(data: bytes):
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
        elif wire == 1:
            value, at = data[at : at + 8], at + 8
        else:
            assert wire == 2, f"wire type {wire}"
            length, at = _varint(data, at)
            value, at = data[at : at + length], at + length
            assert len(value) == length, "cut short"
        yield number, value


def _varints(data: bytes):
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
