"""Whom somebody rates, and how far they are."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from portal.actors import Actor
from scorecards.models import Rating, SurveyRun
from suppliers.enums import PartnerStatus
from suppliers.models import Partner


def partners_to_rate(actor: Actor, run: SurveyRun) -> QuerySet[Partner]:
    """Those the survey asks about: first whom the reader looks after. `given`: answers of the reader."""
    asked = Partner.objects.for_actor(actor).filter(merged_into=None)
    if run.survey.partner_kind:
        asked = asked.filter(kind=run.survey.partner_kind)
    mine = Q(ratings__run=run, ratings__user=actor.user)
    return (
        asked.exclude(status__in=(PartnerStatus.LOST, PartnerStatus.PROSPECT))
        .annotate(
            given=Count("ratings", filter=mine),
            is_theirs=Case(
                When(owner=actor.user, then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
        )
        .order_by("is_theirs", "name", "pk")
    )


def own_scores(actor: Actor, run: SurveyRun, partner: Partner) -> dict[str, int]:
    """What the reader has said about this partner, by the question's code."""
    mine = Rating.objects.for_actor(actor).filter(run=run, partner=partner, user=actor.user)
    return dict(mine.values_list("question__code", "score"))
