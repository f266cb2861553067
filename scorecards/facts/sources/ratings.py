"""How our people rate partners. What partners say of us has no rows: it is confidential."""

from django.db.models import Count, F, IntegerField, OuterRef, Subquery

from scorecards.enums import SurveyKind
from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, with_survivor
from scorecards.models import Rating


def ratings(scope: Scope) -> list[Piece]:
    """Marks of surveys about the period that are over and that enough people answered. No names."""
    people = (
        Rating.objects.filter(run_id=OuterRef("run_id"), partner_id=OuterRef("partner_id"))
        .order_by()
        .values("run_id")
        .annotate(people=Count("user_id", distinct=True))
        .values("people")
    )
    rows = (
        Rating.objects.filter(
            run__survey__kind=SurveyKind.RATING,
            run__starts_on__gte=scope.start,
            run__ends_on__lte=scope.end,
            run__closes_on__lt=scope.as_of,
        )
        .annotate(people=Subquery(people, output_field=IntegerField()))
        .filter(people__gte=F("run__survey__min_answers"))
    )
    return [
        with_survivor(
            rows.annotate(
                survey_=F("run__survey__name"),
                role_=F("role"),
                question_=F("question__text"),
                score_=F("score"),
            )
        )
    ]


def no_rows(scope: Scope) -> list[Piece]:
    """Of no partner there is ever a row."""
    return []
