"""Refuse what is not OSM, what would not fit, and what means harm, before it is unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import osmium

from metropoli.base.errors import Invalid

FORMS = {"pbf": "pbf", "xml": "osm"}
MOST_BYTES = 1 << 30  # the whole of Italy is 2 GB; a metropolitan city is well under 0.1
MOST_UNPACKED_BYTES = 4 << 30
MOST_HEADER_BYTES = 64 * 1024  # both from the PBF specification
MOST_BLOB_BYTES = 32 << 20
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
RAW_SIZE_FIELD, HEADER_DATASIZE_FIELD = 2, 3
MOST_VARINT_BYTES = 10

Entities = osmium.osm.osm_entity_bits


def opened(data: bytes, form: str) -> osmium.io.FileBuffer:
    """
    Return the bytes as something that osmium reads.

    :raises Invalid: the form is unknown, or the bytes are empty, too large, or not what they claim
    """
    if form not in FORMS:
        raise Invalid("osm_unreadable", reason="form")
    if not data:
        raise Invalid("osm_unreadable", reason="empty")
    if len(data) > MOST_BYTES:
        raise Invalid("osm_too_large", most_mb=MOST_BYTES >> 20)
    if form == "pbf":
        _check_frames(data)
    else:
        _check_prolog(data)
    return osmium.io.FileBuffer(data, FORMS[form])


def _check_prolog(data: bytes) -> None:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"<?xml", b"<osm")):
        raise Invalid("osm_unreadable", reason="not_xml")
    # Entities can blow a few bytes up to gigabytes; no OSM file has them.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Invalid("osm_unreadable", reason="entities")


def _check_frames(data: bytes) -> None:
    unpacked = 0
    view = memoryview(data)
    try:
        for blob in _blobs(view):
            size = _field(blob, RAW_SIZE_FIELD)
            if size > MOST_BLOB_BYTES:
                raise Invalid("osm_unreadable", reason="blob_size")
            unpacked += size
    except (struct.error, IndexError) as wrong:
        raise Invalid("osm_unreadable", reason="frames") from wrong
    if unpacked > MOST_UNPACKED_BYTES:
        raise Invalid("osm_too_large", most_mb=MOST_UNPACKED_BYTES >> 20)


def _blobs(view: memoryview) -> Iterator[memoryview]:
    """Yield the blobs of a PBF: four bytes of length, a header that tells the next length, a blob."""
    at = 0
    while at < len(view):
        (length,) = struct.unpack_from(">I", view, at)
        if length > MOST_HEADER_BYTES:
            raise IndexError
        header = view[at + 4 : at + 4 + length]
        size = _field(header, HEADER_DATASIZE_FIELD)
        at += 4 + length
        if size > MOST_BLOB_BYTES or at + size > len(view):
            raise IndexError
        yield view[at : at + size]
        at += size


def _field(message: memoryview, wanted: int) -> int:
    """Return a whole-number field of a protobuf message, 0 where it is not set."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(message, at)
            if key >> 3 == wanted:
                return value
        elif kind == BYTES:
            length, at = _varint(message, at)
            at += length
        elif kind in {FIXED32, FIXED64}:
            at += 4 if kind == FIXED32 else 8
        else:
            raise IndexError
    return 0


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for i in range(MOST_VARINT_BYTES):
        byte = message[at + i]
        value |= (byte & 127) << (7 * i)
        if byte < 128:  # noqa: PLR2004
            return value, at + i + 1
    raise IndexError
