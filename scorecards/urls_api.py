"""Addresses of scorecards under /api/v1/."""

from rest_framework.routers import SimpleRouter

from scorecards.api.cards import CardViewSet
from scorecards.api.contests import ContestViewSet
from scorecards.api.custom_kpis import CustomKpiViewSet
from scorecards.api.exclusions import ExclusionViewSet
from scorecards.api.ideas import IdeaViewSet
from scorecards.api.packs import ReviewPackViewSet
from scorecards.api.plan_actions import GainShareViewSet, PlanActionViewSet
from scorecards.api.plans import PlanViewSet
from scorecards.api.proposals import ProposalViewSet
from scorecards.api.ratings import RatingViewSet
from scorecards.api.surveys import SurveyRunViewSet
from scorecards.api.templates import TemplateViewSet
from scorecards.api.tiers import TierGrantViewSet, TierViewSet

app_name = "scorecards-api"

router = SimpleRouter()
router.register("scorecards", CardViewSet, basename="scorecard")
router.register("reviews", ReviewPackViewSet, basename="review")
router.register("surveys", SurveyRunViewSet, basename="survey")
router.register("ratings", RatingViewSet, basename="rating")
router.register("contests", ContestViewSet, basename="contest")
router.register("exclusions", ExclusionViewSet, basename="exclusion")
router.register("templates", TemplateViewSet, basename="template")
router.register("custom-kpis", CustomKpiViewSet, basename="custom-kpi")
router.register("tiers", TierViewSet, basename="tier")
router.register("tier-grants", TierGrantViewSet, basename="tier-grant")
router.register("proposals", ProposalViewSet, basename="proposal")
router.register("plans", PlanViewSet, basename="plan")
router.register("plan_actions", PlanActionViewSet, basename="plan-action")
router.register("gain_shares", GainShareViewSet, basename="gain-share")
router.register("ideas", IdeaViewSet, basename="idea")
urlpatterns = router.urls
