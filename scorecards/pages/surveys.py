"""What the pages of surveys say: to partners what is kept of an answer, to us only what all said together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Drawing, sparkline
from portal.engine.periods import Period
from portal.presentation import day, number
from scorecards.enums import SurveyKind
from scorecards.facts.surveys import Pooled, is_over, least_partners
from scorecards.models import Survey, SurveyRun
from scorecards.pages import words


@dataclass(frozen=True)
class RunLine:
    """One run in a list. `result` is empty while there is none to tell."""

    name: str
    period: str
    days: str
    state: str
    tone: str
    result: str
    url: str
    days_url: str


@dataclass(frozen=True)
class Result:
    """One question over all partners, and how it went over the runs."""

    text: str
    low: str
    high: str
    mean: str
    spread: str
    n: str
    spark: Drawing | None
    hidden: str


@dataclass(frozen=True)
class RunPage:
    """A run of the customer survey for us. `note` says why there is nothing to read yet, or at all."""

    title: str
    reason: str
    period: str
    note: str
    mean: str
    spark: Drawing | None
    counted: str
    results: list[Result]
    can_export: bool


def run_name(run: SurveyRun) -> str:
    return words.period_name(Period.parse(run.period))


def state_of(run: SurveyRun, today: date) -> tuple[str, str]:
    if is_over(run, today):
        return _("Over"), ""
    if today < run.opens_on:
        return _("Opens %(day)s") % {"day": day(run.opens_on, "short")}, "open"
    return _("Open until %(day)s") % {"day": day(run.closes_on, "short")}, "us"


def run_line(run: SurveyRun, found: Pooled | None, today: date, *, may_keep: bool) -> RunLine:
    state, tone = state_of(run, today)
    return RunLine(
        name=run.survey.name,
        period=run_name(run),
        days=_("%(first)s to %(last)s") % {"first": day(run.opens_on), "last": day(run.closes_on)},
        state=state,
        tone=tone,
        result=_result_words(run, found, today),
        url=reverse("scorecards:survey_run", args=[run.public_id]),
        days_url=reverse("scorecards:survey_days", args=[run.public_id])
        if may_keep and not is_over(run, today)
        else "",
    )


def _result_words(run: SurveyRun, found: Pooled | None, today: date) -> str:
    if run.survey.kind != SurveyKind.CUSTOMER or not is_over(run, today):
        return ""
    if found is None or found.mean is None:
        return _("not enough answers")
    return _("%(mean)s of 10, %(partners)s") % {"mean": tenth(found.mean), "partners": partners(found.n)}


def partners(n: int) -> str:
    return ngettext("%(count)s partner", "%(count)s partners", n) % {"count": number(n)}


def tenth(value: Fraction | None) -> str:
    return number(None if value is None else _decimal(value), 1)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def run_page(run: SurveyRun, history: Sequence[tuple[SurveyRun, Pooled | None]], today: date) -> RunPage:
    """`history`: this run and those before it, oldest first."""
    found = {one.pk: pooled for one, pooled in history}.get(run.pk)
    return RunPage(
        title=_("How partners see us, %(period)s") % {"period": run_name(run)},
        reason=_("All partners together. There is no way to narrow this down, and there will be none."),
        period=run_name(run),
        note=_note(run, found, today),
        mean=tenth(found.mean) if found and found.mean is not None else "",
        spark=_spark([pooled.mean if pooled else None for _run, pooled in history], _("all questions")),
        counted=_("%(partners)s answered") % {"partners": partners(found.n)} if found else "",
        results=_results(found, history) if found else [],
        can_export=found is not None,
    )


def _note(run: SurveyRun, found: Pooled | None, today: date) -> str:
    if not is_over(run, today):
        return _("Until %(day)s partners can answer. Before that nobody here sees how many did, or who.") % {
            "day": day(run.closes_on, "full")
        }
    if found is None:
        return _("Not enough answers: fewer than %(least)s partners took part, so nothing is shown.") % {
            "least": number(least_partners(run))
        }
    return ""


def _results(found: Pooled, history: Sequence[tuple[SurveyRun, Pooled | None]]) -> list[Result]:
    return [
        Result(
            text=one.text,
            low=one.low,
            high=one.high,
            mean=tenth(one.mean),
            spread="" if one.variance is None else "±" + number(Decimal(str(sqrt(one.variance))), 1),
            n="" if one.n is None else number(one.n),
            spark=_spark([_mean_of(pooled, one.code) for _run, pooled in history], one.text),
            hidden=_("Too few answers, or all alike: a number would tell what somebody said.")
            if one.mean is None
            else "",
        )
        for one in found.questions
    ]


def _mean_of(found: Pooled | None, code: str) -> Fraction | None:
    return next((one.mean for one in found.questions if one.code == code), None) if found else None


def _spark(values: Sequence[Fraction | None], name: str) -> Drawing | None:
    plain = [None if value is None else _decimal(value) for value in values]
    if sum(value is not None for value in plain) < 2:
        return None
    return sparkline(plain, _("%(name)s, over %(runs)s runs") % {"name": name, "runs": len(plain)}, side="us")


def exported(run: SurveyRun, found: Pooled) -> Iterator[list[Any]]:
    """The pooled whole, and nothing less."""
    yield ["period", "question", "text", "mean", "standard_deviation", "answers", "partners"]
    for one in found.questions:
        deviation = None if one.variance is None else round(sqrt(one.variance), 4)
        mean = None if one.mean is None else round(_decimal(one.mean), 4)
        yield [run.period, one.code, one.text, mean, deviation, one.n, found.n]
    mean = None if found.mean is None else round(_decimal(found.mean), 4)
    yield [run.period, "all", "", mean, None, None, found.n]


@dataclass(frozen=True)
class AskPage:
    """A run for a partner's people. `closed` says why there is nothing to fill in."""

    title: str
    reason: str
    kept: list[str]
    closed: str
    may_answer: bool
    pooled: str


def ask_page(
    run: SurveyRun,
    *,
    partner: str,
    answered: bool,
    is_open: bool,
    may: bool,
    found: Pooled | None,
    today: date,
) -> AskPage:
    company = settings.COMPANY_NAME
    return AskPage(
        title=_("How is %(company)s as a customer?") % {"company": company},
        reason=_("About %(period)s. One answer for %(partner)s, until %(day)s; it takes two minutes.")
        % {"period": run_name(run), "partner": partner, "day": day(run.closes_on, "full")},
        kept=[
            _("We keep that %(partner)s has answered, so that it answers once.") % {"partner": partner},
            _(
                "We add one to a count for each question, such as ‘7: four partners’. No name, no time and "
                "no words of yours are kept beside it."
            ),
            _(
                "No page, file or mail shows a count to %(company)s before the survey is over, and then "
                "only the mean over all partners together, from %(least)s partners on."
            )
            % {"company": company, "least": number(least_partners(run))},
            _("So we cannot find your answer again: once sent, it cannot be changed."),
        ],
        closed=_closed(run, partner, answered=answered, is_open=is_open, may=may, today=today),
        may_answer=may and is_open and not answered,
        pooled=_("All partners together said %(mean)s of 10 (%(partners)s).")
        % {"mean": tenth(found.mean), "partners": partners(found.n)}
        if found and found.mean is not None
        else "",
    )


def _closed(run: SurveyRun, partner: str, *, answered: bool, is_open: bool, may: bool, today: date) -> str:
    if answered:
        return _("%(partner)s has answered. Thank you.") % {"partner": partner}
    if today < run.opens_on:
        return _("This survey opens on %(day)s.") % {"day": day(run.opens_on, "full")}
    if not is_open:
        return _("This survey is over.")
    return "" if may else _("Administrators and editors of %(partner)s answer for it.") % {"partner": partner}


@dataclass(frozen=True)
class SurveyCard:
    """One survey for its keepers."""

    name: str
    intro: str
    is_confidential: bool
    about: str
    questions: list[str]
    least: str
    is_active: bool
    edit_url: str
    open_url: str


def survey_card(survey: Survey, roles: dict[str, str]) -> SurveyCard:
    is_confidential = survey.kind == SurveyKind.CUSTOMER
    asked = ", ".join(roles[role] for role in survey.roles if role in roles)
    about = (
        _("Partners answer, once a company; nobody can tell who said what.")
        if is_confidential
        else _("%(who)s rate %(whom)s.")
        % {
            "who": asked or _("All who see partners"),
            "whom": survey.get_partner_kind_display() if survey.partner_kind else _("partners of every kind"),
        }
    )
    least = number(survey.min_answers)
    return SurveyCard(
        name=survey.name,
        intro=survey.intro,
        is_confidential=is_confidential,
        about=about,
        questions=[one.text for one in survey.questions.all() if one.is_active],
        least=_("Shown from %(least)s partners on") % {"least": least}
        if is_confidential
        else _("Shown from %(least)s people on") % {"least": least},
        is_active=survey.is_active,
        edit_url=reverse("scorecards:survey_edit", args=[survey.public_id]),
        open_url=reverse("scorecards:survey_open", args=[survey.public_id]),
    )
