"""The page of one card, and the same card on paper."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.presentation import day, signed
from scorecards.pages import words
from scorecards.pages.answer import Answer, Reader, answer
from scorecards.pages.figures import FigureRow, figure_rows
from scorecards.pages.ours import Ours, ours
from scorecards.pages.standing import Standing, standing
from scorecards.pages.trend import Trend, score_trend
from scorecards.presenters import SharedScorecard


@dataclass(frozen=True)
class Link:
    """`words` stand around the link that says `act`."""

    url: str
    act: str
    words: str = ""


@dataclass(frozen=True)
class CardPage:
    """What the page of a card says. `earlier` compares with the one before, `newer` leads to the last."""

    public_id: str
    title: str
    list_name: str
    partner_name: str
    period_name: str
    origin: str
    earlier: Link | None
    newer: Link | None
    standing_title: str
    standing: Standing
    ours: Ours
    history_title: str
    figures: list[FigureRow]
    trend: Trend
    answer: Answer
    foot: str


def card_page(card: SharedScorecard, reader: Reader) -> CardPage:
    period = Period.parse(card.period)
    return CardPage(
        public_id=card.public_id,
        title=card_title(card, is_staff=reader.is_staff),
        list_name=_("Scorecards") if reader.is_staff else _("Your cards"),
        partner_name=card.partner_name,
        period_name=words.period_name(period),
        origin=origin(card),
        earlier=_earlier(card),
        newer=_newer(card),
        standing_title=_("How %(partner)s keeps its promises") % {"partner": card.partner_name}
        if reader.is_staff
        else _("How you keep your promises"),
        standing=standing(card),
        ours=ours(card, is_staff=reader.is_staff),
        history_title=words.periods_back(period),
        figures=figure_rows(card),
        trend=score_trend(card, is_staff=reader.is_staff),
        answer=answer(card, reader),
        foot=foot(card),
    )


def card_title(card: SharedScorecard, *, is_staff: bool) -> str:
    period = words.period_name(Period.parse(card.period))
    if is_staff:
        return f"{card.partner_name}, {period}"
    return _("Your card for %(period)s") % {"period": period}


def origin(card: SharedScorecard, form: str = "short") -> str:
    """Where the figures come from: revision, days (with their years when these differ), template."""
    if card.as_of.year != card.published_at.year:
        form = "date"
    return _(
        "Revision %(revision)s, published %(published)s, as of %(as_of)s. "
        "Template ‘%(template)s’ version %(version)s."
    ) % {
        "revision": card.revision,
        "published": day(card.published_at, form),
        "as_of": day(card.as_of, form),
        "template": card.template,
        "version": card.version,
    }


def foot(card: SharedScorecard) -> str:
    return _("Figures as of %(day)s. Every figure opens its rows.") % {"day": day(card.as_of, "full")}


def _earlier(card: SharedScorecard) -> Link | None:
    before = [one for one in card.revisions if one.revision < card.revision]
    if not before:
        return None
    change = ""
    if card.score is not None and before[-1].score is not None:
        change = " " + _("(%(change)s points)") % {"change": signed(card.score - before[-1].score)}
    act = _("Compare with revision %(revision)s") % {"revision": before[-1].revision}
    return Link(reverse("scorecards:compare", args=[card.public_id]), act, f"{change}.")


def _newer(card: SharedScorecard) -> Link | None:
    if card.is_latest or not card.revisions:
        return None
    last = card.revisions[-1]
    return Link(
        reverse("scorecards:card", args=[last.public_id]),
        _("Open revision %(revision)s") % {"revision": last.revision},
        _("Facts came in after this revision was published; a newer one replaced it."),
    )
