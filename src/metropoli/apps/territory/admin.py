from __future__ import annotations

from django.contrib import admin

from metropoli.apps.territory.models import Comune, Perimeter, Place


@admin.register(Comune)
class ComuneAdmin(admin.ModelAdmin[Comune]):
    list_display = ["name_it", "istat", "population", "area_km2"]
    search_fields = ["name_it", "istat"]
    exclude = ["boundary_wkb"]
    # The dataset says what these are; a correction by hand would vanish with the next load.
    readonly_fields = ["dataset", "west_deg", "south_deg", "east_deg", "north_deg"]


@admin.register(Perimeter)
class PerimeterAdmin(admin.ModelAdmin[Perimeter]):
    list_display = ["name_it", "code", "kind"]
    search_fields = ["name_it", "code"]
    autocomplete_fields = ["comuni"]


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin[Place]):
    list_display = ["name_it", "kind", "key", "comune"]
    list_filter = ["kind"]
    search_fields = ["name_it", "key"]
    raw_id_fields = ["comune", "dataset"]
    exclude = ["geometry_wkb"]
