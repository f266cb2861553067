"""Addresses of the public site that are not Wagtail pages, or must stand whatever Wagtail says."""

from django.urls import include, path, re_path

from cms.views import public

app_name = "cms"
urlpatterns = [
    path("cms/logout/", public.leave_editor, name="leave_editor"),
    path("cms/account/", public.account, name="editor_account"),
    path("", include("cms.urls_site")),
    path("", include("cms.urls_media")),
    path("", include("cms.urls_standards")),
    path("", include("cms.urls_texts")),
    path("", include("cms.urls_answers")),
    path("", include("cms.urls_surveys")),
    path("", include("cms.urls_reading")),
    # No page is hidden behind a password, so Wagtail's own doors for readers stay shut.
    re_path(r"^_util/", public.nothing_here),
]
