"""A card beside its peers, in words and strips."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.charts import Drawing, quartile_strip
from portal.engine.periods import Period
from portal.presentation import NONE, day, number
from scorecards.engine.quartiles import MIN_PEERS
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.presenters.peers import (
    POINTS,
    PeerFigure,
    SharedPeers,
    SharedQuartiles,
    peers,
    score_among_peers,
)

PLACES = {
    "best": (gettext_lazy("In the best quarter"), "ok"),
    "better": (gettext_lazy("In the better half"), "open"),
    "weaker": (gettext_lazy("In the weaker half"), "warn"),
    "weakest": (gettext_lazy("In the weakest quarter"), "warn"),
    "alike": (gettext_lazy("As most of them"), "open"),
}


@dataclass(frozen=True)
class PeerRow:
    """One figure beside the others; without `strip` there are too few of them."""

    name: str
    sense: str
    own: str
    low: str
    middle: str
    high: str
    strip: Drawing | None
    place: str
    tone: str


@dataclass(frozen=True)
class PeersPage:
    title: str
    reason: str
    list_name: str
    card_title: str
    card_url: str
    table_url: str
    is_shown: bool
    rows: list[PeerRow]
    how: str


@dataclass(frozen=True)
class PeersPart:
    """The small card on the card's page; None in its place when there are too few others."""

    title: str
    row: PeerRow
    words: str
    url: str


def peers_page(card: Scorecard, *, is_staff: bool) -> PeersPage:
    found = peers(card)
    title = card_title_of(card, is_staff=is_staff)
    own = [_row(found.score, is_staff=is_staff)]
    return PeersPage(
        title=_title(found),
        reason=_reason(card, found),
        list_name=_("Scorecards") if is_staff else _("Your cards"),
        card_title=title,
        card_url=reverse("scorecards:card", args=[card.public_id]),
        table_url=_table_url(card) if is_staff else "",
        is_shown=found.is_shown,
        rows=own + [_row(one, is_staff=is_staff) for one in found.kpis],
        how=_how(found),
    )


def peers_part(card: Scorecard, *, is_staff: bool) -> PeersPart | None:
    found = score_among_peers(card)
    if not found.is_shown or found.score.others is None:
        return None
    return PeersPart(
        title=_title(found),
        row=_row(found.score, is_staff=is_staff),
        words=_span(POINTS, found.score.others),
        url=reverse("scorecards:peers", args=[card.public_id]),
    )


def card_title_of(card: Scorecard, *, is_staff: bool) -> str:
    period = words.period_name(Period.parse(card.period))
    return (
        f"{card.partner.name}, {period}" if is_staff else _("Your card for %(period)s") % {"period": period}
    )


def _table_url(card: Scorecard) -> str:
    return f"{reverse('scorecards:heat')}?template={card.template.public_id}&period={card.period}"


def _title(found: SharedPeers) -> str:
    if found.count is None:
        return _("Too few others to compare with")
    return _("Beside %(count)s other partners") % {"count": number(found.count)}


def _reason(card: Scorecard, found: SharedPeers) -> str:
    values = {
        "template": card.template.name,
        "period": words.period_name(Period.parse(card.period)),
        "day": day(found.at),
        "least": number(MIN_PEERS),
    }
    if found.is_shown:
        return _("Those with a card of ‘%(template)s’ for %(period)s, as they stood on %(day)s.") % values
    return (
        _(
            "Fewer than %(least)s other partners had a graded card of ‘%(template)s’ for %(period)s "
            "on %(day)s: with so few, somebody could be recognised."
        )
        % values
    )


def _row(one: PeerFigure, *, is_staff: bool) -> PeerRow:
    name = one.name or str(_("Score"))
    own = _text(one.unit, one.value, exact=True)
    if one.others is None:
        return PeerRow(name, _sense(one), own, NONE, NONE, NONE, None, _("Too few others"), "")
    place, tone = PLACES.get(one.others.place, (_("Not graded here"), ""))
    graded = bool(one.others.place)
    return PeerRow(
        name=name,
        sense=_sense(one),
        own=own,
        low=_text(one.unit, one.others.low),
        middle=_text(one.unit, one.others.middle),
        high=_text(one.unit, one.others.high),
        strip=quartile_strip(
            (one.others.low, one.others.middle, one.others.high),
            one.value if graded else None,
            _sentence(name, own if graded else "", one, one.others, is_staff=is_staff),
        ),
        place=str(place),
        tone=tone,
    )


def _sense(one: PeerFigure) -> str:
    return "" if one.higher_is_better else _("less is better")


def _text(unit: str, value: object, *, exact: bool = False) -> str:
    if value is None:
        return _("no data")
    if unit == POINTS:
        return number(value, 1 if exact else 0)  # type: ignore[arg-type]
    return words.figure_text(unit, value, 1 if exact else None)  # type: ignore[arg-type]


def _span(unit: str, found: SharedQuartiles) -> str:
    return _("Half of them lie between %(low)s and %(high)s, the middle is %(middle)s.") % {
        "low": _text(unit, found.low),
        "middle": _text(unit, found.middle),
        "high": _text(unit, found.high),
    }


def _sentence(name: str, own: str, one: PeerFigure, found: SharedQuartiles, *, is_staff: bool) -> str:
    """What the strip shows, for those who hear it."""
    values = {"name": name, "own": own, "span": _span(one.unit, found)}
    if not own:
        return f"{name}: {values['span']}"
    if is_staff:
        return _("%(name)s: this card %(own)s. %(span)s") % values
    return _("%(name)s: yours is %(own)s. %(span)s") % values


def _how(found: SharedPeers) -> str:
    return _(
        "Quartiles by a straight line between ranks (QUARTILE.INC of spreadsheets), rounded to whole points, "
        "per cent, days or hours, other figures to two digits. They stay as they were on %(day)s, when this "
        "card was first published: a revision moves its own figures, not these. A figure is compared when at "
        "least %(least)s others have one that is graded. No names, no lowest, no highest, no filters."
    ) % {"day": day(found.at), "least": number(MIN_PEERS)}
