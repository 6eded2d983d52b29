from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "metropoli.apps.desk"
    label = "desk"
