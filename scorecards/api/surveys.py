"""Surveys under /api/v1/: a partner answers once; staff read the pooled whole, and nothing less.

An answer is not idempotent by key: a key would keep it. A second one is refused with 409 instead.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import JSON
from portal.api.errors import Refused, value_refused
from portal.api.views import ActorViewSet, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from scorecards.actions import surveys
from scorecards.api.cards import ReadsCards
from scorecards.enums import SurveyKind
from scorecards.facts.surveys import Pooled, has_answered, pooled_of
from scorecards.models import SurveyQuestion, SurveyRun
from scorecards.permissions import check_can_take_part
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID

Schema = dict[str, Any]
_DAY: Schema = {"type": "string", "format": "date"}
_EXACT: Schema = {"type": "string", "nullable": True, "description": "A decimal, 0 to 10."}
_QUESTION: Schema = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "text": {"type": "string"},
        "low": {"type": "string"},
        "high": {"type": "string"},
    },
}
_POOLED: Schema = {
    "type": "object",
    "nullable": True,
    "description": "All partners together; null until the run is over, and for ever with too few answers.",
    "properties": {
        "mean": _EXACT,
        "partners": {"type": "integer"},
        "questions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "mean": _EXACT,
                    "variance": _EXACT,
                    "answers": {"type": "integer", "nullable": True},
                },
            },
        },
    },
}
RUN: Schema = {
    "type": "object",
    "properties": {
        "public_id": {"type": "string"},
        "survey": {"type": "string"},
        "period": {"type": "string"},
        "opens_on": _DAY,
        "closes_on": _DAY,
        "is_open": {"type": "boolean"},
        "answered": {
            "type": "boolean",
            "nullable": True,
            "description": "Has your own company answered? Null for staff: nobody reads that of a partner.",
        },
        "questions": {"type": "array", "items": _QUESTION},
        "results": _POOLED,
    },
    "required": ["public_id", "period", "is_open", "results"],
}
_ANSWER: Schema = {
    "type": "object",
    "properties": {
        "scores": {
            "type": "object",
            "description": "A score for each question's code; null for ‘we cannot say’.",
            "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 10, "nullable": True},
            "minProperties": 1,
            "maxProperties": 50,
        }
    },
    "required": ["scores"],
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="surveys_list",
        summary="Runs of the confidential survey of partners",
        description="With what all partners together answered, once a run is over.",
        tags=["surveys"],
        parameters=[*PAGING],
        responses={200: OpenApiResponse(RUN, "A page of runs.")},
    ),
    retrieve=extend_schema(
        operation_id="surveys_get",
        summary="One run of the confidential survey",
        description="There is no filter by partner, kind, segment or day.",
        tags=["surveys"],
        parameters=[ROW_ID],
        responses={200: OpenApiResponse(RUN, "The run.")},
    ),
    answer=extend_schema(
        operation_id="surveys_answer",
        summary="Answer for your company, once",
        description=(
            "Only counts are kept: no name, no moment, no answer. An Idempotency-Key is not looked at, for "
            "it would keep what was said; a second answer is refused with 409."
        ),
        tags=["surveys"],
        parameters=[ROW_ID],
        request={JSON: _ANSWER},
        responses={
            204: OpenApiResponse(None, "Counted. Thank you."),
            409: OpenApiResponse(None, "Your company has answered already, or the run is not open."),
        },
    ),
)
class SurveyRunViewSet(ActorViewSet):
    """Of the customer survey alone; ratings are under /ratings/."""

    model = SurveyRun
    permission_classes = [ReadsCards, HasScope]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE

    def get_queryset(self) -> QuerySet[Any]:
        runs = super().get_queryset().filter(survey__kind=SurveyKind.CUSTOMER).select_related("survey")
        if not self.actor.is_staff:
            runs = runs.filter(opens_on__lte=local_day())
        return runs.order_by("pk")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset()) or []
        found = pooled_of(page)
        return self.get_paginated_response([self._as_json(run, found[run.pk]) for run in page])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        check_names(request)
        run = self.get_object()
        asked = SurveyQuestion.objects.filter(pk__in=run.answers.values("question")).order_by("position")
        questions = [{"code": one.code, "text": one.text, "low": one.low, "high": one.high} for one in asked]
        own = self.actor.partner_id
        answered = None if own is None else has_answered(run, own)
        found = pooled_of([run])[run.pk]
        return Response({**self._as_json(run, found), "answered": answered, "questions": questions})

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, public_id: str) -> Response:
        check_names(request)
        run = self.get_object()
        check_can_take_part(self.actor)
        try:
            surveys.answer(by=self.actor, run=run, scores=_scores(request.data), at=timezone.now())
        except surveys.AlreadyAnswered as refusal:
            raise Refused(str(refusal), code=409) from refusal
        except surveys.SurveyRefused as refusal:
            code = 422 if surveys.is_open(run, timezone.now()) else 409
            raise Refused(str(refusal), code=code) from refusal
        return Response(status=204)

    def _as_json(self, run: SurveyRun, found: Pooled | None) -> dict[str, Any]:
        return {
            "public_id": run.public_id,
            "survey": run.survey.name,
            "period": run.period,
            "opens_on": run.opens_on.isoformat(),
            "closes_on": run.closes_on.isoformat(),
            "is_open": surveys.is_open(run, timezone.now()),
            "results": _pooled_as_json(found, whole=self.actor.is_staff),
        }


def _pooled_as_json(found: Pooled | None, *, whole: bool) -> dict[str, Any] | None:
    """Partners read the mean over all questions, as on their cards."""
    if found is None:
        return None
    shown: dict[str, Any] = {"mean": exact(found.mean), "partners": found.n}
    if whole:
        shown["questions"] = [
            {"code": one.code, "mean": exact(one.mean), "variance": exact(one.variance), "answers": one.n}
            for one in found.questions
        ]
    return shown


def exact(value: Fraction | None) -> str | None:
    """With six decimals at most."""
    if value is None:
        return None
    return f"{round(Decimal(value.numerator) / Decimal(value.denominator), 6).normalize():f}"


def _scores(data: Any) -> dict[str, int | None]:
    """Refusals never repeat what was sent: it may be half an answer."""
    given = data.get("scores") if isinstance(data, dict) else None
    if not isinstance(given, dict) or set(data) != {"scores"}:
        raise value_refused("scores", "", _("Send scores: a number from 0 to 10, or null, for each code."))
    for value in given.values():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise value_refused("scores", "", _("A score is a whole number from 0 to 10."))
    return {str(code): value for code, value in given.items()}
