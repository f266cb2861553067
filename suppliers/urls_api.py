"""Addresses of suppliers under /api/v1/."""

from django.urls import URLPattern

app_name = "suppliers-api"
urlpatterns: list[URLPattern] = []
