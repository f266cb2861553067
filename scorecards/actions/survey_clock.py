"""What runs by itself: the quarter's survey opens once, each run writes once, and reminds once."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from portal.actors import system_actor
from portal.engine.periods import Period
from portal.enums import Channel
from scorecards.actions.surveys import open_run
from scorecards.actions.telling_surveys import invited_partners, remind, tell_opened
from scorecards.enums import SurveyKind
from scorecards.facts.surveys import LEAST_PARTNERS
from scorecards.models import Survey, SurveyRun

REMIND_BEFORE = 4  # days before the last one
REMIND_AFTER = 2  # days from the first one at least


def keep_runs(*, today: date) -> None:
    """Whatever is due today, or was missed: each thing once."""
    _open_quarter(today)
    due = SurveyRun.objects.filter(opens_on__lte=today, closes_on__gte=today).values_list("pk", flat=True)
    for pk in list(due):
        _write(pk, today)


@transaction.atomic
def _write(pk: int, today: date) -> None:
    run = SurveyRun.objects.select_for_update(of=("self",)).select_related("survey").get(pk=pk)
    by = system_actor(Channel.JOB)
    if tell_opened(by=by, run=run):
        return
    left, gone = (run.closes_on - today).days, (today - run.opens_on).days
    if left <= REMIND_BEFORE and gone >= REMIND_AFTER:
        remind(by=by, run=run)


@transaction.atomic
def _open_quarter(today: date) -> SurveyRun | None:
    """About the last quarter that is over, whenever that is noticed; older ones are let go.

    Not about a quarter from before the installation, and not for fewer partners than a result needs.
    """
    quarter = Period.containing(today, 3).shifted(-1)
    survey = Survey.objects.filter(kind=SurveyKind.CUSTOMER, is_active=True).select_for_update().first()
    if not settings.SURVEY_EACH_QUARTER or survey is None or survey.created_at.date() > quarter.end:
        return None
    if survey.runs.filter(period=quarter.key).exists() or invited_partners() < LEAST_PARTNERS:
        return None
    return open_run(
        by=system_actor(Channel.JOB),
        survey=survey,
        period=quarter,
        opens_on=today,
        closes_on=today + timedelta(days=settings.SURVEY_DAYS - 1),
    )
