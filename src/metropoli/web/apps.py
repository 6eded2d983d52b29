from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "metropoli.web"
    label = "web"

    def ready(self) -> None:
        """Let `ModelAdmin[Model]`, which the type checker asks for, be written at run time too."""
        from django.contrib.admin import ModelAdmin  # noqa: PLC0415 - the apps must be ready

        # This app stands before the administration, which then reads every app's admin module.
        ModelAdmin.__class_getitem__ = classmethod(lambda cls, _model: cls)  # type: ignore[attr-defined]
