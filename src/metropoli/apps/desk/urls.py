from __future__ import annotations

from django.urls import path

from metropoli.apps.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("cases/", views.cases, name="cases"),
    path("cases/<slug:number>/", views.case, name="case"),
    path("cases/<slug:number>/documents/<slug:digest>/", views.document, name="document"),
    path("cases/<slug:number>/<slug:move>/", views.step, name="step"),
    path("<slug:code>/", views.procedure, name="procedure"),
    path("<slug:code>/file/", views.file_request, name="file"),
]
