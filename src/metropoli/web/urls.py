"""The pages that belong to no room: home, the plan, the small print."""

from __future__ import annotations

from django.urls import path

from metropoli.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("plan/", views.plan, name="plan"),
    path("plan/<slug:code>/", views.card, name="card"),
    path("about/<slug:name>/", views.page, name="page"),
]
