"""Templates, cards, what was said about them, and what follows from them."""

from scorecards.models.card import Evidence, Frozen, KpiResult, Scorecard
from scorecards.models.contest import Contest, ContestLine, ContestMessage
from scorecards.models.pack import ReviewPack
from scorecards.models.plan import (
    GainShareEntry,
    ImprovementPlan,
    PlanAction,
    PlanComment,
    PlanIdea,
    PlanReview,
    PlanSignature,
    PlanVersion,
)
from scorecards.models.response import Response
from scorecards.models.standing import ProposedAction, Tier, TierGrant
from scorecards.models.survey import (
    Rating,
    Survey,
    SurveyAnswer,
    SurveyParticipation,
    SurveyQuestion,
    SurveyRun,
)
from scorecards.models.template import (
    Band,
    CustomKpi,
    Gate,
    ScorecardTemplate,
    TemplateLine,
    TemplateVersion,
)

__all__ = [
    "Band",
    "Contest",
    "ContestLine",
    "ContestMessage",
    "CustomKpi",
    "Evidence",
    "Frozen",
    "GainShareEntry",
    "Gate",
    "ImprovementPlan",
    "KpiResult",
    "PlanAction",
    "PlanComment",
    "PlanIdea",
    "PlanReview",
    "PlanSignature",
    "PlanVersion",
    "ProposedAction",
    "Rating",
    "Response",
    "ReviewPack",
    "Scorecard",
    "ScorecardTemplate",
    "Survey",
    "SurveyAnswer",
    "SurveyParticipation",
    "SurveyQuestion",
    "SurveyRun",
    "TemplateLine",
    "TemplateVersion",
    "Tier",
    "TierGrant",
]
