"""Addresses of the public texts and results under /api/v1/."""

from rest_framework.routers import SimpleRouter

from cms.api.policies import PolicyViewSet
from cms.api.standards import StandardViewSet

app_name = "cms-api"

router = SimpleRouter()
router.register("policies", PolicyViewSet, basename="policy")
router.register("standards", StandardViewSet, basename="standard")
urlpatterns = router.urls
