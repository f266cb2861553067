"""Addresses of the public texts and results under /api/v1/."""

from rest_framework.routers import SimpleRouter

from cms.api.policies import PolicyViewSet
from cms.api.standards import StandardViewSet
from cms.api.surveys import SurveyRoundViewSet

app_name = "cms-api"

router = SimpleRouter()
router.register("policies", PolicyViewSet, basename="policy")
router.register("standards", StandardViewSet, basename="standard")
router.register("survey_rounds", SurveyRoundViewSet, basename="survey_round")
urlpatterns = router.urls
