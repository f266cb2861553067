"""The page of one round, for whoever may open it: how it stands, and what came of it once it is closed."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.engine.questions import TEXT
from cms.enums import SurveyAudience
from cms.facts.surveys import before, headcounts, results_of, themes_of
from cms.models import SurveyRound
from cms.permissions_surveys import (
    can_open_rounds,
    can_read_replies,
    can_read_results,
    can_see_rounds,
    invitation_of,
)
from cms.presenters.evidence import facts_of
from cms.presenters.survey_results import Answered, answered
from cms.presenters.surveys import TONES, days_of, kept_words, round_name, state_of, state_words
from portal.actors import Actor
from portal.presentation import day, number


@dataclass(frozen=True)
class RoundView:
    """`note` says why there is nothing to read (yet); the addresses are empty where there is no such act."""

    title: str
    facts: str
    state: str
    tone: str
    picture: str
    days: str
    note: str
    hint: str
    kept: list[str]
    questions: list[Answered]
    readers: str
    is_staff: bool = False
    answer_url: str = ""
    days_url: str = ""
    addresses_url: str = ""
    publish_url: str = ""
    take_back_url: str = ""
    themes_url: str = ""
    replies_url: str = ""
    before_url: str = ""
    before_name: str = ""


def round_page(
    survey_round: SurveyRound, actor: Actor, today: date, *, as_published: bool = False
) -> RoundView:
    """`as_published`: as those who were asked would read it."""
    runs = can_open_rounds(actor)
    reads = can_read_results(actor, survey_round)
    found = results_of(survey_round) if reads else None
    past = before(survey_round) if found else None
    if past is not None and not _is_told(past, actor, as_published=as_published):
        past = None
    themes = themes_of(survey_round) if found else {}
    last = (past, results_of(past)) if past is not None else None
    shown = answered(survey_round, found, themes, last, few=runs and not as_published) if found else []
    tone, picture = TONES[state_of(survey_round, today)]
    note, hint = _note(survey_round, today, reads, bool(found))
    invitation = invitation_of(actor, survey_round)
    is_asked = invitation is not None and survey_round.is_open(today) and not invitation.has_answered
    has_words = any(one.type == TEXT for one in survey_round.asked_questions)
    closed = survey_round.closed_at is not None
    return RoundView(
        title=round_name(survey_round),
        facts=facts_of(survey_round, headcounts([survey_round])[survey_round.pk]) if reads else "",
        state=state_words(survey_round, today),
        tone=tone,
        picture=picture,
        days=days_of(survey_round),
        note=note,
        hint=hint,
        kept=kept_words(survey_round),
        questions=shown,
        readers=readers_of(survey_round),
        is_staff=can_see_rounds(actor),
        answer_url=_url("survey_answer", survey_round) if is_asked else "",
        days_url=_url("survey_days", survey_round) if runs and not closed else "",
        addresses_url=_url("survey_addresses", survey_round)
        if runs and _takes_more(survey_round, today)
        else "",
        publish_url=_url("survey_publish", survey_round)
        if runs and found and not survey_round.published_at
        else "",
        take_back_url=_url("survey_take_back", survey_round) if runs and survey_round.published_at else "",
        themes_url=_url("survey_themes", survey_round) if runs and found and has_words else "",
        replies_url=_url("survey_replies", survey_round) if can_read_replies(actor, survey_round) else "",
        before_url=_url("survey_round", past) if past is not None else "",
        before_name=round_name(past) if past is not None else "",
    )


def _takes_more(survey_round: SurveyRound, today: date) -> bool:
    is_under_way = survey_round.closed_at is None and today <= survey_round.closes_on
    return is_under_way and survey_round.asked == SurveyAudience.CUSTOMERS


def readers_of(survey_round: SurveyRound) -> str:
    """Who may read the results once they are published."""
    if survey_round.asked == SurveyAudience.PARTNERS:
        return _("the partners who were asked, and our own people")
    if survey_round.asked == SurveyAudience.CUSTOMERS:
        return _("everybody, also without an account")
    return _("our own people")


def _note(survey_round: SurveyRound, today: date, reads: bool, found: bool) -> tuple[str, str]:
    state = state_of(survey_round, today)
    last = {"day": day(survey_round.closes_on, "full")}
    if state == "planned":
        opens = _("It opens on %(day)s.") % {"day": day(survey_round.opens_on, "full")}
        return opens, _("Then those who are asked hear of it.")
    if survey_round.closed_at is None:
        return (
            _("People answer until %(day)s.") % last,
            _("Before that nobody sees what they say, nor how many do."),
        )
    if not reads:
        return _("This round is closed, and its results are being read."), _(
            "You hear when they are published."
        )
    if not found:
        words = _("Fewer than %(least)s replied: nothing is shown, so that nobody can be recognised.")
        return words % {"least": number(survey_round.min_group)}, _("Thank you to everybody who did.")
    return "", ""


def _is_told(past: SurveyRound, actor: Actor, *, as_published: bool) -> bool:
    """By comparing with it nothing is told that is not published, nor what others alone were asked."""
    if not can_read_results(actor, past) or (as_published and past.published_at is None):
        return False
    return SurveyRound.objects.for_actor(actor).filter(pk=past.pk).exists()


def _url(name: str, survey_round: SurveyRound) -> str:
    return reverse(f"cms:{name}", args=[survey_round.public_id])
