"""Addresses of pictures and files of the site."""

from django.urls import path

from cms.views import media

urlpatterns = [
    path("pictures/<path:name>", media.picture, name="picture"),
    path("documents/<int:pk>/<str:filename>", media.file, name="file"),
]
