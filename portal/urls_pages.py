"""The bottom app's own pages."""

from django.urls import path

from portal.views.home import HomeView
from portal.views.theme import theme

app_name = "portal"
urlpatterns = [
    path("home/", HomeView.as_view(), name="home"),
    path("theme/", theme, name="theme"),
]
