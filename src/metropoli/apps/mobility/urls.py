from __future__ import annotations

from django.urls import path

from metropoli.apps.mobility import views

app_name = "mobility"
urlpatterns = [
    path("", views.planner, name="planner"),
    path("developers/", views.developers, name="developers"),
    path("around/", views.around, name="around"),
    path("follow/", views.follow, name="follow"),
    path("trip.ics", views.calendar, name="calendar"),
    path("reach/", views.reach, name="reach"),
    path("served/", views.served, name="served"),
    path("served/cells.csv", views.served_table, {"of": "cells"}, name="served-cells"),
    path("served/comuni.csv", views.served_table, {"of": "comuni"}, name="served-comuni"),
    path("saved/", views.saved, name="saved"),
    path("screen/", views.compose, name="compose"),
    path("screen/<path:key>/", views.screen, name="screen"),
    path("stops/<path:key>/", views.stop, name="stop"),
    path("lines/", views.lines, name="lines"),
    path("lines/<path:key>/", views.line, name="line"),
]
