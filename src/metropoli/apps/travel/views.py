from __future__ import annotations

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from metropoli.apps.travel import services
from metropoli.base.errors import NotFound

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
    }
