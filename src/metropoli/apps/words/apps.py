from __future__ import annotations

from django.apps import AppConfig


class WordsConfig(AppConfig):
    name = "metropoli.apps.words"
    label = "words"
