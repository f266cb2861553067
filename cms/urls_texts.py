"""Addresses of the versions of policies and playbooks."""

from django.urls import re_path

from cms.views import texts

_TEXT = r"^(?P<where>policies|playbooks)/(?P<slug>[-\w]+)/"
_NUMBER = r"(?P<number>\d{1,4}(?:\.\d{1,4})?)"

urlpatterns = [
    re_path(rf"{_TEXT}versions/{_NUMBER}/$", texts.version, name="text_version"),
    re_path(rf"{_TEXT}versions/{_NUMBER}\.pdf$", texts.as_pdf, name="text_pdf"),
    re_path(rf"{_TEXT}compare/$", texts.compare, name="text_compare"),
]
