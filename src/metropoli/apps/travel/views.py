from __future__ import annotations

import gzip

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from metropoli.apps.travel import services
from metropoli.base.errors import NotFound
from metropoli.web.security import OPEN_HEADERS

A_MOMENT_S = 10
A_WEEK_S = 7 * 86_400


@require_safe
def tile(request: HttpRequest, version: str, z: int, x: int, y: int) -> HttpResponse:
    """Answer with a vector tile; its address changes with every version, so it may be kept."""
    content = services.draw_tile(version=version, z=z, x=x, y=y)
    response = HttpResponse(content, content_type="application/vnd.mapbox-vector-tile")
    response.headers["Cache-Control"] = f"public, max-age={A_WEEK_S}, immutable"
    if not content:
        response.status_code = 204
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(content, compresslevel=5)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@require_safe
def gtfs(request: HttpRequest) -> HttpResponseBase:
    """Answer with the timetable in service as a GTFS feed, or that the caller has it already."""
    found = services.open_gtfs()
    etag = f'"{found.etag}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(found.path.open("rb"), as_attachment=True, filename="gtfs.zip")
    for name, value in (OPEN_HEADERS | {"ETag": etag, "Cache-Control": "no-cache"}).items():
        response.headers[name] = value
    return response


@require_safe
def realtime(request: HttpRequest, what: str) -> HttpResponse:
    """Answer with how things are now: GTFS-Realtime for programs, `?format=json` for people."""
    as_json = request.GET.get("format") == "json"
    content = services.open_realtime(what=what, as_json=as_json)
    return HttpResponse(
        content,
        content_type="application/json" if as_json else "application/x-protobuf",
        headers=OPEN_HEADERS | {"Cache-Control": f"public, max-age={A_MOMENT_S}"},
    )


@require_safe
def fleets(request: HttpRequest) -> HttpResponse:
    """Answer with the list of the shared fleets that anybody may take (GBFS 3.0)."""
    return _json(services.list_open_gbfs(address=_here(request)))


@require_safe
def fleet(request: HttpRequest, system: str, name: str) -> HttpResponse:
    """Answer with a file of a shared fleet (GBFS 3.0)."""
    return _json(services.open_gbfs(system=system, name=name, address=_here(request)))


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json", headers=OPEN_HEADERS)


def _here(request: HttpRequest) -> str:
    return request.build_absolute_uri("/open/gbfs")


def ground(request: HttpRequest) -> dict[str, object]:
    """Give every page the ground of its map: tiles, middle, credits. Asked only if a page uses it."""
    return {"ground": SimpleLazyObject(_ground)}


def _ground() -> dict[str, object]:
    try:
        summary = services.read_summary()
    except NotFound:
        return {}
    return {
        "tiles": f"/tiles/{summary.version}/{{z}}/{{x}}/{{y}}.mvt",
        "center": f"{summary.center.lat_deg:.5f},{summary.center.lon_deg:.5f}",
        "credits": " · ".join(summary.credits),
        "generated": summary.generated,
        "playing": services.read_city_clock(),
        "now": services.city_now(),
    }
