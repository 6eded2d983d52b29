from __future__ import annotations

from django.urls import path

from metropoli.apps.travel import views

app_name = "travel"
urlpatterns = [
    path("open/gtfs.zip", views.gtfs, name="open-gtfs"),
    path("open/gtfs-rt/<slug:what>.pb", views.realtime, name="open-realtime"),
    path("open/gbfs/manifest.json", views.fleets, name="open-gbfs"),
    path("open/gbfs/<slug:system>/<slug:name>.json", views.fleet, name="open-fleet"),
    path("tiles/<slug:version>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
]
