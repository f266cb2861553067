"""How rounds of surveys are spoken of: who is asked, how they stand, and what is kept of an answer."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.enums import SplitBy, SurveyAudience
from cms.models import SurveyInvitation, SurveyRound
from cms.models.fields import codes_of
from cms.presenters.evidence import asked_words
from portal.enums import StaffRole
from portal.places import country_name
from portal.presentation import day, number
from suppliers.enums import PartnerKind

# How a round stands: its tone, and its picture.
TONES = {
    "planned": ("open", "clock"),
    "open": ("us", "clock"),
    "closed": ("", "lock"),
    "published": ("ok", "check"),
}


@dataclass(frozen=True)
class RoundLine:
    """One round in a list."""

    name: str
    days: str
    state: str
    tone: str
    picture: str
    url: str


@dataclass(frozen=True)
class AskPage:
    """What somebody reads who is asked: before they answer, and instead."""

    title: str
    reason: str
    intro: str
    kept: list[str]
    kept_title: str
    thanks: str
    note: str


def state_of(survey_round: SurveyRound, today: date) -> str:
    if survey_round.published_at is not None:
        return "published"
    if survey_round.closed_at is not None or today > survey_round.closes_on:
        return "closed"
    return "open" if today >= survey_round.opens_on else "planned"


def state_words(survey_round: SurveyRound, today: date) -> str:
    """“Open until 5 Oct”."""
    state = state_of(survey_round, today)
    if state == "planned":
        return _("Opens %(day)s") % {"day": day(survey_round.opens_on, "short")}
    if state == "open":
        return _("Open until %(day)s") % {"day": day(survey_round.closes_on, "short")}
    return _("Published") if state == "published" else _("Closed")


def round_name(survey_round: SurveyRound) -> str:
    """“Needs of our partners, October 2026”."""
    return _("%(title)s, %(when)s") % {
        "title": survey_round.title,
        "when": day(survey_round.opens_on, "month"),
    }


def line_of(survey_round: SurveyRound, today: date) -> RoundLine:
    tone, picture = TONES[state_of(survey_round, today)]
    return RoundLine(
        name=round_name(survey_round),
        days=days_of(survey_round),
        state=state_words(survey_round, today),
        tone=tone,
        picture=picture,
        url=reverse("cms:survey_round", args=[survey_round.public_id]),
    )


def days_of(survey_round: SurveyRound) -> str:
    names = {"first": day(survey_round.opens_on), "last": day(survey_round.closes_on)}
    return _("%(first)s to %(last)s") % names


def audience_of(asked: str, kinds: str) -> str:
    """“Partners: Agent, Dealer”."""
    label = str(SurveyAudience(asked).label)
    names = ", ".join(str(PartnerKind(code).label) for code in codes_of(kinds))
    return f"{label}: {names}" if names else label


def group_name(survey_round: SurveyRound, name: str) -> str:
    """A group as a person reads it; the rest has no name."""
    if not name:
        return _("All others together")
    if survey_round.split_by == SplitBy.KIND:
        return str(PartnerKind(name).label)
    if survey_round.split_by == SplitBy.COUNTRY:
        return country_name(name)
    if survey_round.split_by == SplitBy.ROLE:
        return str(StaffRole(name).label)
    return name


def kept_title(survey_round: SurveyRound) -> str:
    if survey_round.is_anonymous:
        return _("Nobody can tell who said what")
    return _("Your name stands under your answers")


def kept_words(survey_round: SurveyRound) -> list[str]:
    """What is kept of an answer, said before it is given."""
    names = {"company": settings.COMPANY_NAME, "least": number(survey_round.min_group)}
    once = _("You answer once. It cannot be changed or taken back: nothing leads to it any more.")
    if not survey_round.is_anonymous:
        return [
            _("Kept are your answers, who gave them, and for which company."),
            _("The people at %(company)s who run this survey read them one by one.") % names,
            _("Others read only what all said together, never of fewer than %(least)s.") % names,
            _("You answer once, and it cannot be changed."),
        ]
    words = [
        _("Kept is that you answered, so that nobody reminds you; and apart from it, what was answered."),
        _("Nothing is shown before the survey is closed, and nothing of fewer than %(least)s answers.")
        % names,
    ]
    if survey_round.split_by:
        by = str(SplitBy(survey_round.split_by).label).lower()
        split = _("Results may be split by %(split)s, where each part is %(least)s answers or more.")
        words.append(split % {**names, "split": by})
    words.append(
        _("What you write in your own words is read as you write it: name nobody you do not want to.")
    )
    words.append(once)
    return words


def ask_page(survey_round: SurveyRound, *, note: str, has_answered: bool, partner: str = "") -> AskPage:
    page = survey_round.page
    until = _("Until %(day)s.") % {"day": day(survey_round.closes_on, "full")}
    one = _("One answer for %(partner)s.") % {"partner": partner} if partner else _("One answer from you.")
    return AskPage(
        title=survey_round.title,
        reason=f"{until} {one}",
        intro=page.intro,
        kept=kept_words(survey_round),
        kept_title=kept_title(survey_round),
        thanks=(page.thanks or _("Your words count, and you hear what came of them."))
        if has_answered
        else "",
        note=note,
    )


def asked_line(survey_round: SurveyRound, asked: int) -> str:
    return asked_words(survey_round.asked, asked)


def invitation_partner(invitation: SurveyInvitation) -> str:
    return invitation.partner.name if invitation.partner is not None else ""
