"""GTFS-Realtime for people: the same messages, in words."""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format
from google.transit import gtfs_realtime_pb2


def bulletin_as_json(content: bytes) -> str:
    """Return a feed that `write_bulletin` wrote as JSON, under the names of the standard."""
    feed: Any = gtfs_realtime_pb2
    message = feed.FeedMessage.FromString(content)
    text: str = json_format.MessageToJson(
        message, preserving_proto_field_name=True, ensure_ascii=False
    )
    return text
