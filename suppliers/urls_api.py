"""Addresses of suppliers under /api/v1/: one for every dataset, the files, and what is said of the lines."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from suppliers.api.assessments import AssessmentViewSet
from suppliers.api.calendars import CalendarViewSet
from suppliers.api.cases import CaseViewSet
from suppliers.api.commitments import CommitmentViewSet
from suppliers.api.contribution import ContributionViewSet
from suppliers.api.contribution_partner import ContributionPartnerViewSet
from suppliers.api.cost_rates import CostRateViewSet
from suppliers.api.datasets import viewset_of
from suppliers.api.imports import ImportViewSet
from suppliers.api.onboarding import (
    DataChangeViewSet,
    PartnerFormViewSet,
    QuestionnaireViewSet,
    RegistrationViewSet,
)
from suppliers.api.programmes import ProgrammeViewSet
from suppliers.api.questions import QuestionViewSet
from suppliers.api.recognitions import RecognitionViewSet
from suppliers.api.relationship import PraiseViewSet, TouchpointViewSet
from suppliers.api.relationship_documents import AtRiskViewSet, ContactPlanViewSet, RetentionViewSet
from suppliers.api.reliability import ReliabilitySumViewSet
from suppliers.api.remedy_limits import RemedyLimitViewSet
from suppliers.api.replies import OrderResponseViewSet
from suppliers.api.sales import CommissionStatementViewSet, SalesViewSet
from suppliers.api.segments import SegmentsViewSet
from suppliers.api.what_if import WhatIfViewSet
from suppliers.imports.datasets import DATASETS

app_name = "suppliers-api"

router = SimpleRouter()
for name in DATASETS:
    router.register(name, viewset_of(name), basename=name)
router.register("imports", ImportViewSet, basename="imports")
router.register("commitments", CommitmentViewSet, basename="commitments")
router.register("order_responses", OrderResponseViewSet, basename="order-responses")
router.register("registrations", RegistrationViewSet, basename="registrations")
router.register("questionnaires", QuestionnaireViewSet, basename="questionnaires")
router.register("partner_forms", PartnerFormViewSet, basename="partner-forms")
router.register("data_changes", DataChangeViewSet, basename="data-changes")
router.register("questions", QuestionViewSet, basename="questions")
router.register("programmes", ProgrammeViewSet, basename="programmes")
router.register("calendars", CalendarViewSet, basename="calendars")
router.register("recognitions", RecognitionViewSet, basename="recognitions")
router.register("contribution", ContributionPartnerViewSet, basename="contribution-partner")
router.register("cost_rates", CostRateViewSet, basename="cost-rates")
router.register("commission_statements", CommissionStatementViewSet, basename="commission-statements")
router.register("sales", SalesViewSet, basename="sales")
router.register("assessments", AssessmentViewSet, basename="assessments")
router.register("reliability_sums", ReliabilitySumViewSet, basename="reliability-sums")
router.register("cases", CaseViewSet, basename="cases")
router.register("remedy_limits", RemedyLimitViewSet, basename="remedy-limits")
router.register("touchpoints", TouchpointViewSet, basename="touchpoints")
router.register("praises", PraiseViewSet, basename="praises")
# One document each, not a list of rows.
DOCUMENTS = {
    "at_risk": AtRiskViewSet,
    "contact_plan": ContactPlanViewSet,
    "contribution": ContributionViewSet,
    "retention": RetentionViewSet,
    "segments": SegmentsViewSet,
    "what_if": WhatIfViewSet,
}
urlpatterns = [
    *(
        path(f"{name}/", view.as_view({"get": "read"}), name=f"{name.replace('_', '-')}-list")
        for name, view in DOCUMENTS.items()
    ),
    *router.urls,
]
