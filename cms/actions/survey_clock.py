"""What rounds do by themselves: ask on their first day, remind once, close after their last day."""

from datetime import datetime, timedelta

from django.db import transaction

from cms.actions import telling_surveys as telling
from cms.actions.surveys import close
from cms.models import SurveyRound
from portal.actors import system_actor
from portal.clocks import local_day
from portal.enums import Channel

REMIND_BEFORE = 3  # days before the last one
REMIND_AFTER = 2  # days after the first one at least


def keep_rounds(*, now: datetime) -> None:
    """Whatever is due, or was missed: each thing once."""
    for pk in list(SurveyRound.objects.filter(closed_at=None).values_list("pk", flat=True)):
        _keep(pk, now)


@transaction.atomic
def _keep(pk: int, now: datetime) -> None:
    by, today = system_actor(Channel.JOB), local_day(now)
    one = SurveyRound.objects.select_for_update().get(pk=pk)
    if one.closed_at is not None or today < one.opens_on:
        return
    if today > one.closes_on:
        close(by=by, survey_round=one, at=now)
        return
    telling.ask(by=by, survey_round=one, at=now)
    left, gone = one.closes_on - today, today - one.opens_on
    if left <= timedelta(days=REMIND_BEFORE) and gone >= timedelta(days=REMIND_AFTER):
        telling.remind(by=by, survey_round=one, at=now)
