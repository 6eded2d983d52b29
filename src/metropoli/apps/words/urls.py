from __future__ import annotations

from django.urls import path

from metropoli.apps.words import views

app_name = "words"
urlpatterns = [path("", views.search, name="search")]
