"""Our people rate partners, each for themselves; while a run is open they may change their minds."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from scorecards.actions.surveys import SCORES, SurveyRefused, is_open
from scorecards.enums import SurveyKind
from scorecards.models import Rating, SurveyRun
from scorecards.permissions import check_can_rate
from suppliers.models import Partner


@transaction.atomic
def rate(
    *, by: Actor, run: SurveyRun, partner: Partner, scores: Mapping[str, int | None], at: datetime
) -> int:
    """A score for each question's code; None takes back what was said. Returns how many scores stand now.

    Raises SurveyRefused when the run is not open or does not ask about this partner.
    """
    check_can_rate(by, run.survey)
    held = SurveyRun.objects.select_for_update(of=("self",)).select_related("survey").get(pk=run.pk)
    _check(held, partner, at)
    asked = {one.code: one for one in held.survey.questions.filter(is_active=True)}
    if not set(scores) <= set(asked):
        raise SurveyRefused(_("This survey does not ask that."))
    if any(score is not None and score not in SCORES for score in scores.values()):
        raise SurveyRefused(_("A score is a whole number from 0 to 10."))
    mine = Rating.objects.filter(run=held, partner=partner, user=by.user)
    for code, score in scores.items():
        if score is None:
            mine.filter(question=asked[code]).delete()
        else:
            Rating.objects.update_or_create(
                run=held,
                question=asked[code],
                partner=partner,
                user=by.user,
                defaults={"role": by.role, "score": score, "at": at},
            )
    # Without the partner's scope: who rated it is not for its own people.
    data = {"partner": partner.code, "period": held.period}
    audit.record(by=by, verb="rating.given", obj=held, data=data)
    return mine.count()


def _check(run: SurveyRun, partner: Partner, at: datetime) -> None:
    if run.survey.kind != SurveyKind.RATING or not is_open(run, at):
        raise SurveyRefused(_("This survey is not open now."))
    fits = run.survey.partner_kind in ("", partner.kind)
    if not fits or partner.merged_into_id is not None:
        raise SurveyRefused(_("This survey does not ask about this partner."))
