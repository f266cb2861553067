"""Addresses of suppliers under /api/v1/: one for every dataset, and the files."""

from rest_framework.routers import SimpleRouter

from suppliers.api.datasets import viewset_of
from suppliers.api.imports import ImportViewSet
from suppliers.imports.datasets import DATASETS

app_name = "suppliers-api"

router = SimpleRouter()
for name in DATASETS:
    router.register(name, viewset_of(name), basename=name)
router.register("imports", ImportViewSet, basename="imports")
urlpatterns = router.urls
