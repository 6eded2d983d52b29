"""Pages that refuse, to see how a refusal is told."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from metropoli.base.errors import Conflict, Invalid, NotFound, Refused
from metropoli.site import urls

KINDS = {
    "not-found": NotFound("no_such_file", path="<b>map</b>"),
    "refused": Refused("address_is_private", host="intranet"),
    "conflict": Conflict("nothing_published", shelf="x"),
    "invalid": Invalid("address_not_http", url="gopher://x"),
    "forgotten": Invalid("a_code_that_nobody_wrote_down"),
    "forbidden": PermissionDenied("secret reason"),
    "bad": SuspiciousOperation("secret reason"),
    "broken": RuntimeError("secret reason"),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise KINDS[kind]


@csrf_protect
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("written")


urlpatterns = [
    path("refuse/<str:kind>/", refuse),
    path("en/refuse/<str:kind>/", refuse),
    path("api/refuse/<str:kind>/", refuse),
    path("write/", write),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
