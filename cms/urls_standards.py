"""Addresses of the standards that are no pages."""

from django.urls import path

from cms.views import standards

urlpatterns = [
    path("standards/<slug:slug>/quarters.<slug:kind>", standards.export, name="standard_export"),
]
