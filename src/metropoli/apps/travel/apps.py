from __future__ import annotations

from django.apps import AppConfig


class TravelConfig(AppConfig):
    name = "metropoli.apps.travel"
    label = "travel"
