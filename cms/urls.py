"""Addresses of the public site that are not Wagtail pages, or must stand whatever Wagtail says."""

from django.urls import path, re_path

from cms.views import public

app_name = "cms"
urlpatterns = [
    path("mission/", public.mission, name="mission"),
    path("policies/", public.policies, name="policies"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("cms/logout/", public.leave_editor, name="leave_editor"),
    path("cms/account/", public.account, name="editor_account"),
    # No page is hidden behind a password, so Wagtail's own doors for readers stay shut.
    re_path(r"^_util/", public.nothing_here),
]
