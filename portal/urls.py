"""All addresses. Wagtail's pages come last: they take what is left."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal.api.views import RootView
from portal.views.errors import nothing_in_the_api
from portal.views.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("portal.urls_pages")),
    path("", include("suppliers.urls")),
    path("", include("scorecards.urls")),
    path("api/v1/", RootView.as_view(), name="api-root"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/v1/", include("suppliers.urls_api")),
    path("api/v1/", include("scorecards.urls_api")),
    path("api/v1/", include("cms.urls_api")),
    re_path(r"^api/(?P<rest>[\s\S]*)$", nothing_in_the_api, name="api-nothing"),
    path("accounts/", include("allauth.urls")),
    path("", include("cms.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
