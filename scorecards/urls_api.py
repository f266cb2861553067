"""Addresses of scorecards under /api/v1/."""

from django.urls import URLPattern

app_name = "scorecards-api"
urlpatterns: list[URLPattern] = []
