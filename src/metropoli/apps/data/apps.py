from __future__ import annotations

from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "metropoli.apps.data"
    label = "data"
