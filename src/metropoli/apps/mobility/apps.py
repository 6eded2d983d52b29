from __future__ import annotations

from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "metropoli.apps.mobility"
    label = "mobility"
