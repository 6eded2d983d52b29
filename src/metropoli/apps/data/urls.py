from __future__ import annotations

from django.urls import path

from metropoli.apps.data import views

app_name = "data"
urlpatterns = [
    path("", views.datasets, name="datasets"),
    path("<slug:code>/", views.dataset, name="dataset"),
]
