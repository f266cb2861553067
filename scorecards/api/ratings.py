"""Ratings of partners under /api/v1/: what our people gave, and giving it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, JSON
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from portal.api.views import ActingViewSet, HasScope
from portal.enums import Scope
from scorecards.actions import ratings, surveys
from scorecards.api.cards import ReadsCards
from scorecards.enums import SurveyKind
from scorecards.models import Rating, SurveyRun
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING
from suppliers.api.given import Given
from suppliers.models import Partner

Schema = dict[str, Any]
RATING: Schema = {
    "type": "object",
    "properties": {
        "run": {"type": "string"},
        "survey": {"type": "string"},
        "period": {"type": "string"},
        "partner": {"type": "string", "description": "The partner's code."},
        "question": {"type": "string"},
        "role": {"type": "string"},
        "score": {"type": "integer", "minimum": 0, "maximum": 10},
        "at": {"type": "string", "format": "date-time"},
    },
    "required": ["run", "partner", "question", "score"],
}
_RATE: Schema = {
    "type": "object",
    "properties": {
        "run": {"type": "string", "maxLength": 16},
        "partner_code": {"type": "string", "maxLength": 100},
        "scores": {
            "type": "object",
            "description": "A score for each question's code; null for ‘cannot say’, which takes it back.",
            "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 10, "nullable": True},
            "minProperties": 1,
            "maxProperties": 50,
        },
    },
    "required": ["run", "partner_code", "scores"],
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="ratings_list",
        summary="Ratings of partners",
        description="Keepers of surveys read all, others of our people their own; partners none.",
        tags=["surveys"],
        parameters=[OpenApiParameter("run", str, description="Of this run."), *PAGING],
        responses={200: OpenApiResponse(RATING, "A page of ratings.")},
    ),
    create=extend_schema(
        operation_id="ratings_give",
        summary="Rate a partner",
        description="For the person behind the token; may be sent again while the run is open.",
        tags=["surveys"],
        parameters=[IDEMPOTENCY_KEY],
        request={JSON: _RATE},
        responses={
            200: OpenApiResponse(
                {"type": "object", "properties": {"given": {"type": "integer"}}}, "How many scores stand."
            )
        },
    ),
)
class RatingViewSet(ActingViewSet):
    """Of our own people alone: for a partner this does not exist."""

    permission_classes = [ReadsCards, HasScope]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE
    filter_backends = ()
    ordering = "pk"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.only_staff()

    def get_queryset(self) -> QuerySet[Any]:
        rows = Rating.objects.for_actor(self.actor)
        return rows.select_related("run__survey", "partner", "question").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("run",))
        rows = self.get_queryset()
        if run := request.query_params.get("run"):
            rows = rows.filter(run__public_id=run.replace("\x00", ""))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response([_as_json(row) for row in page])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, ("run", "partner_code", "scores"))
        run, partner = self._run(given), self._partner(given)
        try:
            count = ratings.rate(
                by=self.actor, run=run, partner=partner, scores=_scores(given), at=timezone.now()
            )
        except surveys.SurveyRefused as refusal:
            raise Refused(str(refusal), code=422) from refusal
        return Response({"given": count})

    def _run(self, given: Given) -> SurveyRun:
        wanted = given.text("run", required=True)
        runs = SurveyRun.objects.for_actor(self.actor).filter(survey__kind=SurveyKind.RATING)
        found: SurveyRun | None = runs.select_related("survey").filter(public_id=wanted).first()
        if found is None:
            raise given.refused("run", wanted, _("There is no such run."))
        return found

    def _partner(self, given: Given) -> Partner:
        wanted = given.text("partner_code", required=True)
        found = Partner.objects.for_actor(self.actor).filter(code=wanted, merged_into=None).first()
        if found is None:
            raise given.refused("partner_code", wanted, _("No partner has this code."))
        return found


def _scores(given: Given) -> dict[str, int | None]:
    scores = given.get("scores")
    if not isinstance(scores, dict) or not scores:
        raise given.refused("scores", scores, _("Send a number from 0 to 10, or null, for each code."))
    for value in scores.values():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise given.refused("scores", value, _("A score is a whole number from 0 to 10."))
    return {str(code): value for code, value in scores.items()}


def _as_json(row: Any) -> dict[str, Any]:
    return {
        "run": row.run.public_id,
        "survey": row.run.survey.name,
        "period": row.run.period,
        "partner": row.partner.code,
        "question": row.question.code,
        "role": row.role,
        "score": row.score,
        "at": row.at.isoformat(),
    }
