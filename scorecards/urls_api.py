"""Addresses of scorecards under /api/v1/."""

from rest_framework.routers import SimpleRouter

from scorecards.api.cards import CardViewSet
from scorecards.api.contests import ContestViewSet
from scorecards.api.exclusions import ExclusionViewSet
from scorecards.api.packs import ReviewPackViewSet
from scorecards.api.ratings import RatingViewSet
from scorecards.api.surveys import SurveyRunViewSet

app_name = "scorecards-api"

router = SimpleRouter()
router.register("scorecards", CardViewSet, basename="scorecard")
router.register("reviews", ReviewPackViewSet, basename="review")
router.register("surveys", SurveyRunViewSet, basename="survey")
router.register("ratings", RatingViewSet, basename="rating")
router.register("contests", ContestViewSet, basename="contest")
router.register("exclusions", ExclusionViewSet, basename="exclusion")
urlpatterns = router.urls
