"""GTFS-Realtime messages, written as a test wants them."""

from __future__ import annotations

from google.transit import gtfs_realtime_pb2 as gtfs_rt


def feed(*entities, at=0, version="2.0") -> bytes:
    """Return the bytes of a feed; entities are (kind, message) or (kind, message, id)."""
    message = gtfs_rt.FeedMessage()
    message.header.gtfs_realtime_version = version
    message.header.timestamp = at
    for number, (kind, content, *name) in enumerate(entities):
        entity = message.entity.add()
        entity.id = name[0] if name else str(number)
        getattr(entity, kind).CopyFrom(content)
    return message.SerializeToString()


def update(trip_id="", calls=(), *, relation=0, seen_at=0, delay_s=None, own=None, **trip):
    """Return a trip update; calls are dictionaries as `call` makes them."""
    told = gtfs_rt.TripUpdate(
        trip=gtfs_rt.TripDescriptor(trip_id=trip_id, schedule_relationship=relation, **trip),
        stop_time_update=calls,
        timestamp=seen_at,
    )
    if delay_s is not None:
        told.delay = delay_s
    if own:
        told.trip_properties.CopyFrom(gtfs_rt.TripUpdate.TripProperties(**own))
    return "trip_update", told


def call(sequence=None, stop=None, *, arrives=None, departs=None, relation=0, platform=None):
    """Return what is said of a call; times are {"delay": s} or {"time": epoch}."""
    told = {
        "stop_sequence": sequence,
        "stop_id": stop,
        "arrival": arrives,
        "departure": departs,
        "schedule_relationship": relation,
        "stop_time_properties": {"assigned_stop_id": platform} if platform else None,
    }
    kinds = gtfs_rt.TripUpdate
    given = {name: value for name, value in told.items() if value is not None}
    for name in ("arrival", "departure"):
        if name in given:
            given[name] = kinds.StopTimeEvent(**given[name])
    if "stop_time_properties" in given:
        given["stop_time_properties"] = kinds.StopTimeUpdate.StopTimeProperties(
            **given["stop_time_properties"]
        )
    return kinds.StopTimeUpdate(**given)


def alert(header, about, *, text="", periods=(), language="it", **more):
    """Return an alert; `about` is a list of dictionaries."""
    told = gtfs_rt.Alert(
        informed_entity=[gtfs_rt.EntitySelector(**one) for one in about],
        active_period=[gtfs_rt.TimeRange(start=start, end=end) for start, end in periods],
        **more,
    )
    for field, words in ((told.header_text, header), (told.description_text, text)):
        if words:
            field.translation.add(text=words, language=language)
    return "alert", told


def position(trip_id, lat_deg, lon_deg, *, seen_at=0, label="", **more):
    """Return where a vehicle is."""
    return "vehicle", gtfs_rt.VehiclePosition(
        trip=gtfs_rt.TripDescriptor(trip_id=trip_id),
        vehicle=gtfs_rt.VehicleDescriptor(id=label, label=label),
        position=gtfs_rt.Position(latitude=lat_deg, longitude=lon_deg),
        timestamp=seen_at,
        **more,
    )


def detour(trip_ids, days, bends, *, starts=()):
    """Return a trip modification; bends are dictionaries as the message names them."""
    kinds = gtfs_rt.TripModifications
    return "trip_modifications", kinds(
        selected_trips=[kinds.SelectedTrips(trip_ids=trip_ids)],
        service_dates=days,
        start_times=starts,
        modifications=[kinds.Modification(**bend) for bend in bends],
    )
