"""Contribution against risk, as pages and files show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.charts import Pair, Quarters, Spot, scatter
from portal.presentation import number, share
from suppliers.engine.segments import HIGH_RISK
from suppliers.enums import Quadrant
from suppliers.facts.segments import Segmented, Segments
from suppliers.models import Assessment

# Each input with the sentence that says what 1 and 5 mean.
RISK_WORDS: dict[str, tuple[Any, Any]] = {
    "sources": (
        gettext_lazy("Few other sources"),
        gettext_lazy("1: many could deliver tomorrow. 5: nobody else can."),
    ),
    "switching": (
        gettext_lazy("Long to switch"),
        gettext_lazy("1: within a week. 5: more than a year, with tools and approvals."),
    ),
    "regions": (
        gettext_lazy("One site or region"),
        gettext_lazy("1: several sites in several regions. 5: one site, where much can happen."),
    ),
    "health": (
        gettext_lazy("Weak finances"),
        gettext_lazy("1: sound for years. 5: we would not be surprised by an insolvency."),
    ),
    "knowhow": (
        gettext_lazy("Depends on know-how"),
        gettext_lazy("1: a catalogue part. 5: only they know how, or only with ours."),
    ),
    "supply": (
        gettext_lazy("Tight market"),
        gettext_lazy("1: capacity is free. 5: allocation, long queues, rules that change."),
    ),
}
ATTRACTIVENESS_WORDS: dict[str, tuple[Any, Any]] = {
    "sales_share": (
        gettext_lazy("Our share of their sales"),
        gettext_lazy("1: they would hardly notice. 5: we are one of their largest."),
    ),
    "growth": (
        gettext_lazy("Growth with us"),
        gettext_lazy("1: we buy less each year. 5: they grow because of us."),
    ),
    "pays": (
        gettext_lazy("How we pay"),
        gettext_lazy("1: late and disputed. 5: early, and as agreed."),
    ),
    "ease": (
        gettext_lazy("Ease of working with us"),
        gettext_lazy("1: we change orders at the last moment. 5: we plan, and keep to it."),
    ),
    "fit": (
        gettext_lazy("Fit"),
        gettext_lazy("1: not what they want to be. 5: just the customer they look for."),
    ),
}
TONES = {
    Quadrant.STRATEGIC: "you",
    Quadrant.LEVERAGE: "open",
    Quadrant.BOTTLENECK: "warn",
    Quadrant.ROUTINE: "",
}


@dataclass(frozen=True)
class QuadrantCard:
    """A quadrant: how many stand there, how often we review, and how we work together."""

    public_id: str
    name: Any
    count: str
    months: str
    approach: str


@dataclass(frozen=True)
class SegmentsPage:
    """The finding, the picture and what is to be done. `missing`: how many are not assessed."""

    title: str
    chart: Pair | None
    cards: tuple[QuadrantCard, ...]
    overdue: tuple[Segmented, ...]
    missing: int


def page_of(found: Segments) -> SegmentsPage:
    overdue = sorted((row for row in found.rows if row.is_overdue), key=lambda row: str(row.review_due))
    missing = sum(1 for row in found.rows if not row.quadrant)
    return SegmentsPage(title_of(found.rows), _chart(found), _cards(found), tuple(overdue), missing)


def title_of(rows: Sequence[Segmented]) -> str:
    """The finding: who is strategic, or how many are still to be assessed."""
    strategic = sum(1 for row in rows if row.quadrant == Quadrant.STRATEGIC)
    missing = sum(1 for row in rows if not row.quadrant)
    if rows and missing == len(rows):
        return _("Nobody is assessed yet")
    words = ngettext("%(n)s partner is strategic", "%(n)s partners are strategic", strategic)
    told = words % {"n": number(strategic)}
    if missing:
        rest = ngettext("%(n)s is not assessed yet", "%(n)s are not assessed yet", missing)
        told = f"{told}, {rest % {'n': number(missing)}}"
    return told


def _chart(found: Segments) -> Pair | None:
    """Only who is scored has a place; the others are in the table."""
    spots = [
        Spot(row.risk, (row.share or Decimal(0)) * 100, row.partner.name)
        for row in found.rows
        if row.risk is not None
    ]
    if not spots:
        return None
    names = (Quadrant.LEVERAGE, Quadrant.STRATEGIC, Quadrant.ROUTINE, Quadrant.BOTTLENECK)
    cut = (found.cut or Decimal(0)) * 100
    return scatter(
        spots,
        Quarters(HIGH_RISK, cut, tuple(str(name.label) for name in names)),  # type: ignore[arg-type]
        _("Contribution against risk of %(n)s assessed partners. %(title)s.")
        % {"n": number(len(spots)), "title": title_of(found.rows)},
        titles=(_("Risk, 1 little to 5 much"), _("Share of the positive contributions")),
        write=(lambda tick: number(tick, None), lambda tick: share(tick / 100, int(tick % 1 != 0))),
    )


def _cards(found: Segments) -> tuple[QuadrantCard, ...]:
    cards = []
    for quadrant in Quadrant:
        rule = found.rules.get(quadrant)
        many = sum(1 for row in found.rows if row.quadrant == quadrant)
        if rule is None:
            continue
        every = ngettext("review every month", "review every %(n)s months", rule.review_every_months)
        cards.append(
            QuadrantCard(
                rule.public_id,
                quadrant.label,
                ngettext("%(n)s partner", "%(n)s partners", many) % {"n": number(many)},
                every % {"n": number(rule.review_every_months)},
                rule.approach,
            )
        )
    return tuple(cards)


def quadrant_words(value: str) -> Any:
    """Its name; who is not assessed is said to be."""
    return Quadrant(value).label if value else _("not assessed yet")


@dataclass(frozen=True)
class Past:
    """An assessment in the history of a partner."""

    row: Assessment
    scores: str
    decided: str


def history_of(rows: Sequence[Assessment]) -> list[Past]:
    return [
        Past(
            row,
            ", ".join(
                f"{words[name][0]} {number(value)}"
                for words, scored in ((RISK_WORDS, row.risk), (ATTRACTIVENESS_WORDS, row.attractiveness))
                for name, value in scored.items()
                if name in words
            ),
            str(Quadrant(row.override).label) if row.override else "",
        )
        for row in rows
    ]
