"""Addresses of scorecards under /api/v1/."""

from rest_framework.routers import SimpleRouter

from scorecards import api

app_name = "scorecards-api"

router = SimpleRouter()
router.register("scorecards", api.CardViewSet, basename="scorecard")
urlpatterns = router.urls
