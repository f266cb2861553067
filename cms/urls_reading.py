"""Addresses of reading: saying that one has read a text, what waits for one, and the register."""

from django.urls import path, re_path

from cms.views import reading

urlpatterns = [
    re_path(
        r"^(?P<where>policies|playbooks)/(?P<slug>[-\w]+)/read/$", reading.SayRead.as_view(), name="text_read"
    ),
    path("reading/", reading.ReadingList.as_view(), name="reading"),
    path("reading/mine/", reading.MyReading.as_view(), name="reading_mine"),
]
