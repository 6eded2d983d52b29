"""What the browser may do with our pages: nothing from elsewhere, nothing inline."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase

from metropoli.web.language import API_PREFIX

# data: pictures and an icon font are in the style sheet of Bootstrap Italia; blob: is how MapLibre hands over tiles.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in POLICY.items()),
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What the API answers is public: a page of another site may read it, without anybody's login.
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class SecurityHeaders:
    """Send the policy with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers that the view did not set itself."""
        _mark_nul(request)
        response = self.get_response(request)
        opened = OPEN_HEADERS if request.path_info.startswith(API_PREFIX) else {}
        for name, value in (HEADERS | opened).items():
            response.headers.setdefault(name, value)
        return response


def _mark_nul(request: HttpRequest) -> None:
    """Show the one character that PostgreSQL refuses to look for as what it is: not readable."""
    request.path_info = request.path_info.replace("\0", "\N{REPLACEMENT CHARACTER}")
    query = request.META.get("QUERY_STRING", "")
    request.META["QUERY_STRING"] = query.replace("%00", quote("\N{REPLACEMENT CHARACTER}"))
