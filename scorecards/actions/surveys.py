"""Surveys and their runs; and the one place where a partner's confidential answers pass through.

What is kept of an answer: that the company took part, and one more in a count for each question. No name, no
moment, no text; no audit event either, for the trail holds both. Whoever finds that odd: see
docs/scorecards.md, 'The confidential survey'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_variables

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from scorecards.actions.telling_surveys import tell_opened
from scorecards.enums import SurveyKind
from scorecards.facts.surveys import has_answered
from scorecards.models import Survey, SurveyAnswer, SurveyParticipation, SurveyQuestion, SurveyRun
from scorecards.permissions import check_can_keep_surveys, check_can_take_part

SCORES = range(11)
LONGEST_RUN = 92
SHIPPED_NAME = gettext_noop("How are we as a customer?")
SHIPPED_INTRO = gettext_noop("Compared with your best customer, how are we as a customer?")
# (code, question, what 0 means, what 10 means)
SHIPPED_QUESTIONS = (
    (
        "relationship",
        gettext_noop("How is it to work with us, all in all?"),
        gettext_noop("the hardest of all"),
        gettext_noop("like our best customer"),
    ),
    (
        "communication",
        gettext_noop("Do you learn from us in time what you need to know, and do we listen?"),
        gettext_noop("late or never"),
        gettext_noop("early and openly"),
    ),
    (
        "help",
        gettext_noop("When something goes wrong, do we help to put it right?"),
        gettext_noop("we leave you alone"),
        gettext_noop("we solve it with you"),
    ),
    (
        "hindrance",
        gettext_noop("How little do our own changes, rules and delays stand in your way?"),
        gettext_noop("they are in your way daily"),
        gettext_noop("we never notice them"),
    ),
    (
        "profit",
        gettext_noop("How good is the chance to earn money and to grow with us?"),
        gettext_noop("we cost you money"),
        gettext_noop("best chance you have"),
    ),
)


class SurveyRefused(Exception):
    """The run does not take this; the message says why."""


class AlreadyAnswered(SurveyRefused):
    """Somebody of this company was faster."""


@dataclass(frozen=True)
class QuestionSpec:
    """`low` says what 0 means, `high` what 10 means."""

    text: str
    low: str = ""
    high: str = ""
    code: str = ""


def install_shipped_survey() -> None:
    """The customer survey, where there is none."""
    if Survey.objects.filter(kind=SurveyKind.CUSTOMER).exists():
        return
    survey = Survey.objects.create(
        name=SHIPPED_NAME, kind=SurveyKind.CUSTOMER, intro=SHIPPED_INTRO, min_answers=5
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(survey=survey, position=position, code=code, text=text, low=low, high=high)
        for position, (code, text, low, high) in enumerate(SHIPPED_QUESTIONS)
    )


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any], questions: Sequence[QuestionSpec]) -> Survey:
    """A survey in which our people rate partners. Raises SurveyRefused without a question."""
    check_can_keep_surveys(by)
    survey = Survey.objects.create(**facts, kind=SurveyKind.RATING, changed_by=by.label)
    _ask(survey, questions)
    audit.record(by=by, verb="survey.created", obj=survey, data={"name": survey.name})
    return survey


@transaction.atomic
def edit(
    *,
    by: Actor,
    survey: Survey,
    version: int,
    changes: dict[str, Any],
    questions: Sequence[QuestionSpec],
) -> None:
    """Questions that were asked already stay with their runs: a new wording is a new question.

    Raises StaleSave, or SurveyRefused without a question, and for other ones while people rate by them.
    """
    check_can_keep_surveys(by)
    changed = save_checked(by=by, row=survey, version=version, changes=changes)
    if _ask(survey, questions) or changed:
        audit.record(by=by, verb="survey.edited", obj=survey, data={"name": survey.name})


def _ask(survey: Survey, specs: Sequence[QuestionSpec]) -> bool:
    """Make these the questions in use, in this order; was anything different?"""
    if not specs:
        raise SurveyRefused(_("Ask at least one question."))
    in_use = list(survey.questions.filter(is_active=True))
    if [(one.text, one.low, one.high) for one in in_use] == [(one.text, one.low, one.high) for one in specs]:
        return False
    today = local_day()
    if survey.kind == SurveyKind.RATING and survey.runs.filter(opens_on__lte=today, closes_on__gte=today):
        raise SurveyRefused(_("A run is open: its questions stay as they are until it is over."))
    survey.questions.filter(is_active=True).update(is_active=False)
    known = {(one.text, one.low, one.high): one for one in survey.questions.all()}
    codes = set(survey.questions.values_list("code", flat=True))
    for position, spec in enumerate(specs):
        question = known.get((spec.text, spec.low, spec.high))
        if question is None:
            code = _free(spec.code or slugify(spec.text)[:30].strip("-") or "question", codes)
            question = SurveyQuestion(survey=survey, code=code, text=spec.text, low=spec.low, high=spec.high)
            codes.add(code)
        question.position, question.is_active = position, True
        question.save()
    return True


def _free(code: str, taken: set[str]) -> str:
    wanted, number = code, 2
    while wanted in taken:
        wanted, number = f"{code}-{number}", number + 1
    return wanted


@transaction.atomic
def open_run(*, by: Actor, survey: Survey, period: Period, opens_on: date, closes_on: date) -> SurveyRun:
    """One run a period; mails go out once it is open. Raises SurveyRefused."""
    check_can_keep_surveys(by)
    Survey.objects.select_for_update().get(pk=survey.pk)
    _check_days(period, opens_on, closes_on)
    if survey.kind == SurveyKind.CUSTOMER and period.months != 3:
        raise SurveyRefused(_("The customer survey is about a quarter, such as 2026-Q3."))
    if survey.runs.filter(period=period.key).exists():
        raise SurveyRefused(_("There is a run about %(period)s already.") % {"period": period.key})
    run = SurveyRun.objects.create(
        survey=survey,
        period=period.key,
        starts_on=period.start,
        ends_on=period.end,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_by=by.label[:200],
    )
    if survey.kind == SurveyKind.CUSTOMER:
        # All counts are there before the first answer: that a row exists says nothing.
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(run=run, question=question, score=score)
            for question in survey.questions.filter(is_active=True)
            for score in SCORES
        )
    data = {"survey": survey.name, "period": run.period, "until": closes_on.isoformat()}
    audit.record(by=by, verb="survey.opened", obj=run, data=data)
    if opens_on <= local_day():
        tell_opened(by=by, run=run)
    return run


@transaction.atomic
def change_days(*, by: Actor, run: SurveyRun, opens_on: date, closes_on: date, today: date) -> None:
    """While it is not over. Afterwards never: what came in later would be read from the difference."""
    check_can_keep_surveys(by)
    held = SurveyRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if today > held.closes_on:
        raise SurveyRefused(_("This run is over: it is not opened again."))
    if held.opens_on <= today and opens_on != held.opens_on:
        raise SurveyRefused(_("It is open already: only its last day can change."))
    if closes_on < today:
        raise SurveyRefused(_("The last day cannot lie in the past."))
    _check_days(Period.parse(held.period), opens_on, closes_on)
    was = [held.opens_on.isoformat(), held.closes_on.isoformat()]
    held.opens_on, held.closes_on = opens_on, closes_on
    held.save(update_fields=["opens_on", "closes_on"])
    now = [opens_on.isoformat(), closes_on.isoformat()]
    audit.record(by=by, verb="survey.moved", obj=held, data={"was": was, "now": now})


def _check_days(period: Period, opens_on: date, closes_on: date) -> None:
    if opens_on < period.start:
        raise SurveyRefused(_("A run opens in the period it asks about, or after it."))
    if closes_on < opens_on:
        raise SurveyRefused(_("The last day cannot come before the first."))
    if (closes_on - opens_on).days > LONGEST_RUN:
        raise SurveyRefused(_("A run is open for %(days)s days at most.") % {"days": LONGEST_RUN})


def is_open(run: SurveyRun, at: datetime) -> bool:
    """It closes a minute before midnight: nothing is under way when the results are looked at."""
    day = local_day(at)
    return run.opens_on <= day and local_day(at + timedelta(minutes=1)) <= run.closes_on


@sensitive_variables()
@transaction.atomic
def answer(*, by: Actor, run: SurveyRun, scores: Mapping[str, int | None], at: datetime) -> None:
    """The partner of `by` answers, once: a score for each question's code, None for 'we cannot say'.

    Raises AlreadyAnswered, or SurveyRefused when the run is not open or nothing was answered.
    """
    check_can_take_part(by)
    assert by.membership is not None
    held = SurveyRun.objects.select_for_update(of=("self",)).select_related("survey").get(pk=run.pk)
    if held.survey.kind != SurveyKind.CUSTOMER or not is_open(held, at):
        raise SurveyRefused(_("This survey is not open now."))
    if has_answered(held, by.membership.partner_id):
        raise AlreadyAnswered(_("Your company has answered already. Thank you."))
    chosen = {code: score for code, score in scores.items() if score is not None}
    _check_scores(held, chosen)
    try:
        with transaction.atomic():
            SurveyParticipation.objects.create(run=held, partner_id=by.membership.partner_id)
    except IntegrityError as error:
        raise AlreadyAnswered(_("Your company has answered already. Thank you.")) from error
    ours = Q(pk__in=[])
    for code, score in chosen.items():
        ours |= Q(question__code=code, score=score)
    picked = SurveyAnswer.objects.filter(ours, run=held).values("pk")
    # Every count is written each time: which rows were touched last says nothing about the last answer.
    SurveyAnswer.objects.filter(run=held).update(
        count=F("count")
        + Case(When(pk__in=list(picked.values_list("pk", flat=True)), then=Value(1)), default=Value(0),
               output_field=IntegerField())
    )  # fmt: skip


@sensitive_variables()
def _check_scores(run: SurveyRun, chosen: Mapping[str, int]) -> None:
    asked = set(SurveyAnswer.objects.filter(run=run).values_list("question__code", flat=True))
    if not set(chosen) <= asked:
        raise SurveyRefused(_("This survey does not ask that."))
    if any(score not in SCORES for score in chosen.values()):
        raise SurveyRefused(_("A score is a whole number from 0 to 10."))
    if not chosen:
        raise SurveyRefused(_("Answer at least one question."))
