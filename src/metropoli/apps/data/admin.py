from __future__ import annotations

from django.contrib import admin

from metropoli.apps.data.models import Dataset, Version


@admin.register(Dataset)
class DatasetAdmin(admin.ModelAdmin[Dataset]):
    list_display = ["title_it", "code", "publisher", "licence", "generated"]
    search_fields = ["title_it", "title_en", "code"]


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin[Version]):
    """To look, not to touch: versions are written by imports."""

    list_display = ["dataset", "number", "status", "imported_at", "checked_at"]
    list_filter = ["status"]
    readonly_fields = [field.name for field in Version._meta.fields]  # noqa: SLF001 - Django's way
