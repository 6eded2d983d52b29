from __future__ import annotations

from django.contrib import admin

from metropoli.apps.words.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    """To look, not to touch: the sources replace their entries at every load."""

    list_display = ["name_it", "kind", "context_it", "source", "weight"]
    list_filter = ["source", "kind"]
    search_fields = ["name_it", "name_en"]
    readonly_fields = [field.name for field in Entry._meta.fields]  # noqa: SLF001 - Django's way
