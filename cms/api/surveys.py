"""Rounds of surveys under /api/v1/: how they stand, and what a closed one came to. Read only.

What is told is what the page tells the same person (cms.presenters.survey_page): never anything of fewer than
the smallest group, nothing while a round is open, and no own words.
"""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from cms.enums import QuestionType, SplitBy, SurveyAudience
from cms.models import SurveyRound
from cms.models.fields import codes_of
from cms.permissions_surveys import can_see_rounds, rounds_for
from cms.presenters.survey_page import round_page
from cms.presenters.survey_results import Answered
from cms.presenters.surveys import TONES, state_of
from portal.api.views import ActingViewSet
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID

Schema = dict[str, Any]
_DAY: Schema = {"type": "string", "format": "date"}
_COUNT: Schema = {"type": "integer", "nullable": True}
_FIGURE: Schema = {
    "type": "object",
    "properties": {
        "of": {"type": "string", "enum": ["all", "group", "others", "last_time"]},
        "name": {"type": "string", "description": "Of the group, as the page writes it."},
        "figure": {"type": "string", "enum": ["answers", "mean", "nps", "place", "count"]},
        "option": {"type": "string", "description": "Which answer a count or a mean place is of."},
        "value": {"type": "string", "nullable": True, "description": "A decimal, exact to two places."},
    },
    "required": ["of", "name", "figure", "option", "value"],
}
_THEME: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "count": {**_COUNT, "description": "Null: in the words of fewer than the smallest group."},
    },
    "required": ["name", "count"],
}
_QUESTION: Schema = {
    "type": "object",
    "properties": {
        "number": {"type": "integer"},
        "type": {"type": "string", "enum": QuestionType.values},
        "text": {"type": "string"},
        "answers": {**_COUNT, "description": "Null: fewer than the smallest group."},
        "figures": {"type": "array", "items": _FIGURE, "description": "One figure each, as in the file."},
        "themes": {"type": "array", "items": _THEME, "description": "Found by hand; the words are not here."},
    },
    "required": ["number", "type", "text", "answers", "figures", "themes"],
}
_FACTS: dict[str, Schema] = {
    "public_id": {"type": "string"},
    "survey": {"type": "string", "description": "The end of the survey's address."},
    "title": {"type": "string"},
    "number": {"type": "integer"},
    "state": {"type": "string", "enum": list(TONES)},
    "audience": {"type": "string", "enum": SurveyAudience.values},
    "kinds": {"type": "array", "items": {"type": "string"}, "description": "Empty: of every kind."},
    "is_anonymous": {"type": "boolean"},
    "min_group": {"type": "integer", "description": "Nothing of fewer answers is told."},
    "split_by": {"type": "string", "enum": SplitBy.values},
    "opens_on": _DAY,
    "closes_on": _DAY,
    "asked": {**_COUNT, "description": "Null for who reads no results of it."},
    "replied": {**_COUNT, "description": "Null too while it is open, and of fewer than the smallest group."},
}
ROUND: Schema = {"type": "object", "properties": _FACTS, "required": list(_FACTS)}
WHOLE: Schema = {
    "type": "object",
    "properties": {
        **_FACTS,
        "results": {
            "type": "array",
            "nullable": True,
            "items": _QUESTION,
            "description": "Null: `note` says why.",
        },
        "note": {"type": "string"},
    },
    "required": [*_FACTS, "results", "note"],
}


@extend_schema_view(
    list=extend_schema(
        operation_id="survey_rounds_list",
        summary="Rounds of the surveys that editors build",
        description="Of staff who work with partners all; others those that ask them, and what is public.",
        tags=["survey_rounds"],
        parameters=PAGING,
        responses={200: OpenApiResponse(ROUND, "A page of rounds.")},
    ),
    retrieve=extend_schema(
        operation_id="survey_rounds_get",
        summary="One round with its results",
        description="Results as its page and its file tell them to you. There is no filter.",
        tags=["survey_rounds"],
        parameters=[ROW_ID],
        responses={200: OpenApiResponse(WHOLE, "The round.")},
    ),
)
class SurveyRoundViewSet(ActingViewSet):
    read_scope = Scope.PAGES_READ
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[SurveyRound]:
        known = rounds_for(self.actor, local_day()).with_headcounts()
        return known.select_related("page").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset()) or ()
        return self.get_paginated_response([self._facts(one) for one in page])

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        one = get_object_or_404(self.get_queryset(), public_id=public_id)
        page = round_page(one, self.actor, local_day())
        results = [_question(each) for each in page.questions] if page.questions else None
        return Response({**self._facts(one), "results": results, "note": page.note})

    def _facts(self, one: Any) -> dict[str, Any]:
        # Whoever may open a published round may read it.
        is_told = can_see_rounds(self.actor) or one.published_at is not None
        return {
            "public_id": one.public_id,
            "survey": one.page.slug,
            "title": one.title,
            "number": one.number,
            "state": state_of(one, local_day()),
            "audience": one.asked,
            "kinds": codes_of(one.kinds),
            "is_anonymous": one.is_anonymous,
            "min_group": one.min_group,
            "split_by": one.split_by,
            "opens_on": one.opens_on.isoformat(),
            "closes_on": one.closes_on.isoformat(),
            "asked": one.asked_count if is_told else None,
            "replied": one.replied_count if is_told else None,
        }


def _question(one: Answered) -> dict[str, Any]:
    return {
        "number": one.number,
        "type": one.type,
        "text": one.text,
        "answers": one.answers,
        "figures": [
            {
                "of": head.kind,
                "name": head.name,
                "figure": row.figure,
                "option": row.option,
                "value": _exact(cell.value),
            }
            for row in one.table
            for head, cell in zip(one.heads, row.cells, strict=True)
        ],
        "themes": [{"name": theme.name, "count": theme.count} for theme in one.themes],
    }


def _exact(value: int | Decimal | None) -> str | None:
    return None if value is None else f"{Decimal(value).normalize():f}"
