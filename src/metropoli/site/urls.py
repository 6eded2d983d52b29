"""Every address of the platform. Apps bring their own; here they are only put in their place."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
