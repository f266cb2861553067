"""What the homes and a partner's page say about cards."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.charts import Drawing, sparkline
from portal.engine.periods import Period
from portal.presentation import day, number
from scorecards.actions.sheets import sheet_of
from scorecards.enums import CardState, ResponseKind
from scorecards.facts.cards import PartnerScore, with_state
from scorecards.models import Response, Scorecard, ScorecardTemplate
from scorecards.pages import words
from scorecards.pages.ours import Ours, Promise, ours
from scorecards.pages.standing import standing
from scorecards.pages.trend import score_spark
from scorecards.presenters import SharedScorecard
from suppliers.models import Partner

MOST_ANSWERS = 5
MOST_CARDS = 6


@dataclass(frozen=True)
class OwnScore:
    """The partner's newest card in one panel."""

    period: str
    score: str
    band: str
    change: Decimal | None
    since: str
    spark: Drawing | None
    ruler: Drawing | None
    way: str
    url: str
    act: str
    held: str = ""
    ours: Ours | None = None
    our_period: str = ""
    promises: list[Promise] = field(default_factory=list)


def own_score(card: SharedScorecard, *, is_open: bool) -> OwnScore:
    found = standing(card)
    our_half = ours(card, is_staff=False) if card.our_kpis else None
    return OwnScore(
        period=_("%(period)s, as of %(day)s")
        % {"period": words.period_name(Period.parse(card.period)), "day": day(card.as_of, "short")},
        score=found.score,
        band=found.band,
        change=found.change,
        since=found.since,
        spark=score_spark(card.trend, width=132, height=44),
        ruler=replace(found.ruler.narrow, css="ac-chart") if found.ruler else None,
        way=found.way or found.coverage,
        url=reverse("scorecards:card", args=[card.public_id]),
        act=_("Acknowledge or answer it") if is_open else _("See what moved, and every row"),
        held=found.held,
        ours=our_half,
        promises=_told(our_half),
        our_period=words.period_name(Period.parse(card.period)),
    )


def _told(our_half: Ours | None) -> list[Promise]:
    """The first screen has room for what can be told; the card has the rest."""
    promises = our_half.promises if our_half else []
    return [one for one in promises if one.value] or promises


@dataclass(frozen=True)
class OpenAnswer:
    """An answer of a partner that waits for our reply."""

    what: str
    quote: str
    since: str
    url: str
    partner: str


def open_answers(actor: Actor) -> tuple[list[OpenAnswer], int]:
    """The oldest first, and how many there are: two queries."""
    cards = with_state(Scorecard.objects.for_actor(actor)).filter(last_kind=ResponseKind.COMMENT)
    said = (
        Response.objects.for_actor(actor)
        .filter(card__in=cards.values("pk"), kind=ResponseKind.COMMENT)
        .select_related("card", "partner", "by")
        .order_by("-at", "-pk")
    )
    last: dict[int, Response] = {}
    for response in said:
        last.setdefault(response.card_id, response)
    oldest = sorted(last.values(), key=lambda one: (one.at, one.pk))
    return [_answer(one) for one in oldest[:MOST_ANSWERS]], len(oldest)


def _answer(response: Response) -> OpenAnswer:
    period = words.period_name(Period.parse(response.card.period))
    return OpenAnswer(
        what=_("%(partner)s, card for %(period)s") % {"partner": response.partner.name, "period": period},
        quote=_("‘%(text)s’") % {"text": _shortened(response.text)},
        since=_("%(name)s, %(day)s") % {"name": response.by.get_full_name(), "day": day(response.at, "week")},
        url=reverse("scorecards:card", args=[response.card.public_id]) + "#answer",
        partner=response.partner.name,
    )


def _shortened(text: str, length: int = 120) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[:length].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class ToPublish:
    """The last closed month: is it published?"""

    title: str
    closed: str
    rows: list[tuple[str, str]]
    url: str
    act: str
    is_waiting: bool


def to_publish(today: date) -> ToPublish | None:
    """Of the newest month that has closed; None without a template in use. Two queries and the template's."""
    template = ScorecardTemplate.objects.filter(is_active=True).first()
    if template is None:
        return None
    version = template.versions.prefetch_related("lines").order_by("-number").first()
    if version is None:
        return None
    period = Period.containing(today, 1).shifted(-1)
    if today < sheet_of(version).as_of(period):
        period = period.shifted(-1)
    closes_on = sheet_of(version).as_of(period)
    cards = Scorecard.objects.filter(template=template, period=period.key, is_latest=True).aggregate(
        all=Count("pk"), without=Count("pk", filter=Q(band=""))
    )
    name = words.period_name(period)
    address = reverse("scorecards:publish") + f"?period={period.key}&template={template.public_id}"
    if not cards["all"]:
        return ToPublish(
            _("%(period)s is ready to publish") % {"period": name},
            _("Closed %(day)s") % {"day": day(closes_on, "short")},
            [],
            address,
            _("Review the cards"),
            True,
        )
    rows = [
        (_("Cards published"), number(cards["all"])),
        (_("Without a band, too few lines"), number(cards["without"])),
    ]
    listed = reverse("scorecards:list") + f"?period={period.key}"
    return ToPublish(
        _("Cards for %(period)s") % {"period": name},
        _("Closed %(day)s") % {"day": day(closes_on, "short")},
        rows,
        listed,
        _("See the cards"),
        False,
    )


@dataclass(frozen=True)
class CardLine:
    """One card in a short list."""

    period: str
    score: str
    band: str
    state: str
    tone: str
    url: str
    pack_url: str


def card_lines(actor: Actor, partner: Partner) -> list[CardLine]:
    cards = with_state(Scorecard.objects.for_actor(actor).filter(partner=partner).latest_revisions())
    return [
        CardLine(
            period=words.period_name(Period.parse(card.period)),
            score=words.points_text(card.score) if card.score is not None else _("not graded"),
            band=card.band,
            state=str(CardState(card.state).label),
            tone={CardState.WITH_US: "us", CardState.AGREED: "ok"}.get(card.state, "open"),
            url=reverse("scorecards:card", args=[card.public_id]),
            pack_url=reverse("scorecards:pack_make", args=[card.public_id]),
        )
        for card in cards.order_by("-ends_on", "-starts_on")[:MOST_CARDS]
    ]


def score_tile(found: PartnerScore) -> dict[str, Any]:
    """The newest score of a partner, for its page."""
    return {
        "label": _("Score"),
        "small": words.period_name(Period.parse(found.period)),
        "value": words.points_text(found.score) if found.score is not None else _("not graded"),
        "unit": _("of 100") if found.score is not None else "",
        "url": reverse("scorecards:card", args=[found.public_id]),
        "fig": found.band or _("no band"),
        "spark": score_line(found),
    }


def our_score_tile(found: PartnerScore) -> dict[str, Any]:
    """The company's half of the newest card of a partner."""
    return {
        "label": _("How we keep ours"),
        "small": words.period_name(Period.parse(found.period)),
        "value": words.points_text(found.our_score) if found.our_score is not None else _("not graded"),
        "unit": _("of 100") if found.our_score is not None else "",
        "url": reverse("scorecards:card", args=[found.public_id]) + "#ours",
        "fig": _("as its customer"),
        "spark": _line(found.our_history, "us"),
    }


def score_line(found: PartnerScore) -> Drawing | None:
    """Twelve periods as a line; None until there are two scores."""
    return _line(found.history, "you")


def _line(history: tuple[Decimal | None, ...], side: str) -> Drawing | None:
    known = [value for value in history if value is not None]
    if len(known) < 2:
        return None
    label = _("Score, from %(first)s to %(last)s") % {
        "first": words.points_text(known[0]),
        "last": words.points_text(known[-1]),
    }
    return sparkline(history, label, side=side, width=84, height=24)
