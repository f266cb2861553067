"""Addresses of scorecards under /api/v1/."""

from rest_framework.routers import SimpleRouter

from scorecards.api.cards import CardViewSet

app_name = "scorecards-api"

router = SimpleRouter()
router.register("scorecards", CardViewSet, basename="scorecard")
urlpatterns = router.urls
