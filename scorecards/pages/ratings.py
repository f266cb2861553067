"""Whom one of our people rates, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.presentation import day, number
from scorecards.models import SurveyRun
from scorecards.pages.surveys import run_name
from suppliers.models import Partner


@dataclass(frozen=True)
class ToRate:
    name: str
    code: str
    is_own: bool
    is_done: bool
    url: str


@dataclass(frozen=True)
class RatingList:
    """The partners of one open run. `is_done`: all of them are rated."""

    title: str
    intro: str
    until: str
    done: str
    partners: list[ToRate]
    next_url: str
    is_done: bool


@dataclass(frozen=True)
class RatingPage:
    title: str
    reason: str
    partner: str
    run: str
    note: str


def rating_list(run: SurveyRun, partners: Sequence[Any], actor: Actor) -> RatingList:
    """`partners` as facts.ratings.partners_to_rate gives them."""
    rows = [
        ToRate(one.name, one.code, one.owner_id == actor.user.pk, bool(one.given), _url(run, one))
        for one in partners
    ]
    done = sum(row.is_done for row in rows)
    return RatingList(
        title=f"{run.survey.name}, {run_name(run)}",
        intro=run.survey.intro,
        until=_("until %(day)s") % {"day": day(run.closes_on, "week")},
        done=_("%(done)s of %(all)s rated") % {"done": number(done), "all": number(len(rows))},
        partners=rows,
        next_url=next((row.url for row in rows if not row.is_done), ""),
        is_done=bool(rows) and done == len(rows),
    )


def rating_page(run: SurveyRun, partner: Partner) -> RatingPage:
    least = number(run.survey.min_answers)
    return RatingPage(
        title=_("How is it to work with %(partner)s?") % {"partner": partner.name},
        reason=run.survey.intro
        or _("About %(period)s. You may change it until %(day)s.")
        % {"period": run_name(run), "day": day(run.closes_on, "full")},
        partner=partner.name,
        run=f"{run.survey.name}, {run_name(run)}",
        note=_(
            "%(partner)s sees role, question and score on its card once %(least)s people have answered; "
            "never your name."
        )
        % {"partner": partner.name, "least": least},
    )


def _url(run: SurveyRun, partner: Partner) -> str:
    return reverse("scorecards:rate", args=[run.public_id, partner.public_id])
