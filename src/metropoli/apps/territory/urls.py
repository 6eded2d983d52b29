from __future__ import annotations

from django.urls import path

from metropoli.apps.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.comuni, name="comuni"),
    path("<str:istat>/", views.comune, name="comune"),
]
