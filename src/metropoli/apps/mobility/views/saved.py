from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """Show what the reader's own device has kept. The device fills it in: the server knows nothing of it."""
    return render(request, "mobility/saved.html")
