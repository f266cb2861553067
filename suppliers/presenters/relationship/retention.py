"""Retention by year or quarter: tiles, a chart against the maximum, and the rows behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts.marks import Pair
from portal.charts.targets import Aimed, targets
from portal.engine.periods import Period
from portal.presentation import number, share
from suppliers.engine.retention import Counted
from suppliers.facts.retention import Span, by_period, maximum

YEARS, QUARTERS = "year", "quarter"
MONTHS = {YEARS: 12, QUARTERS: 3}
SHOWN = {YEARS: 5, QUARTERS: 8}


@dataclass(frozen=True)
class Line:
    """One period as the table shows it. `tone` empty: nobody was there at the start."""

    name: str
    start: str
    lost: str
    dissatisfied: str
    new: str
    end: str
    share: str
    retention: str
    customers: str
    customers_share: str
    word: str
    tone: str
    url: str


@dataclass(frozen=True)
class RetentionPage:
    """`chart` None: nobody was lost to dissatisfaction in any of them."""

    title: str
    reason: str
    chart: Pair | None
    chart_title: str
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    by: str
    is_quarters: bool
    with_customers: bool


def retention_page(actor: Actor, by: str, kind: str, today: dt.date) -> RetentionPage:
    """Two queries. `by`: year or quarter; anything else is year."""
    by = by if by in MONTHS else YEARS
    last = Period.containing(today, MONTHS[by])
    periods = [last.shifted(back) for back in range(1 - SHOWN[by], 1)]
    spans = by_period(actor, periods, today, kind)
    allowed = maximum()
    return RetentionPage(
        title=_title(spans[-1], allowed),
        reason=_(
            "Of the partners that were active at its start, at most %(most)s %% may be lost in a year "
            "because they were dissatisfied. Where nobody has said why, it counts as dissatisfied."
        )
        % {"most": number(allowed, None)},
        chart=_chart(spans, allowed, is_years=by == YEARS),
        chart_title=_chart_title(spans, allowed, is_years=by == YEARS),
        lines=tuple(_line(span, allowed, by) for span in reversed(spans)),
        spans=tuple(spans),
        by=by,
        is_quarters=by == QUARTERS,
        with_customers=any(span.customers is not None for span in spans),
    )


def typed_rows(page: RetentionPage) -> list[list[Any]]:
    """The table as a file: shares as 0..1."""
    names = (
        "period", "until", "active_at_start", "lost", "lost_dissatisfied", "new", "active_at_end",
        "lost_share", "retention", "customers_at_start", "customers_lost", "customers_lost_dissatisfied",
        "customers_won", "customers_at_end", "customers_lost_share", "customers_retention",
    )  # fmt: skip
    return [list(names), *(_typed(span) for span in reversed(page.spans))]


def name_of(period: Period) -> str:
    if period.months == 12:
        return str(period.start.year)
    return _("%(year)s, quarter %(number)s") % {
        "year": period.start.year,
        "number": (period.start.month + 2) // 3,
    }


def _typed(span: Span) -> list[Any]:
    return [span.period.key, span.last, *_figures(span.partners), *_figures(span.customers)]


def _figures(one: Counted | None) -> list[Any]:
    if one is None:
        return [None] * 7
    return [one.start, one.lost, one.lost_dissatisfied, one.new, one.end, one.lost_share, one.retention]


def _title(span: Span, allowed: Decimal) -> str:
    found, name = span.partners, name_of(span.period)
    if not found.start:
        return _("Nobody was with us at the start of %(period)s") % {"period": name}
    if not found.lost_dissatisfied:
        return _("Nobody was lost to dissatisfaction in %(period)s") % {"period": name}
    return ngettext(
        "%(n)s of %(start)s partners was lost to dissatisfaction in %(period)s",
        "%(n)s of %(start)s partners were lost to dissatisfaction in %(period)s",
        found.lost_dissatisfied,
    ) % {"n": number(found.lost_dissatisfied), "start": number(found.start), "period": name}


def _chart_title(spans: Sequence[Span], allowed: Decimal, *, is_years: bool) -> str:
    known = [span for span in spans if span.partners.start]
    if not is_years or not known:
        return _("Lost to dissatisfaction, of those there at the start")
    kept = sum(bool(span.partners.meets(allowed)) for span in known)
    return _("In %(kept)s of %(all)s years we stayed within %(most)s %%") % {
        "kept": number(kept),
        "all": number(len(known)),
        "most": number(allowed, None),
    }


def _chart(spans: Sequence[Span], allowed: Decimal, *, is_years: bool) -> Pair | None:
    bars = [
        Aimed(
            str(span.period.start.year) if is_years else span.period.key.replace("-", " "),
            None if span.partners.lost_share is None else span.partners.lost_share * 100,
            allowed if is_years and span.partners.start else None,
        )
        for span in spans
    ]
    name = _("at most %(most)s %%") % {"most": number(allowed, None)}
    sentence = "; ".join(
        f"{name_of(span.period)}: {share(span.partners.lost_share)}" for span in spans if span.partners.start
    )
    return targets(bars, _("Lost to dissatisfaction, per cent: %(all)s") % {"all": sentence}, name)


def _line(span: Span, allowed: Decimal, by: str) -> Line:
    found, customers = span.partners, span.customers
    meets = found.meets(allowed)
    word, tone = {True: (_("within"), "ok"), False: (_("over"), "bad"), None: ("", "")}[meets]
    if by != YEARS:
        word, tone = "", ""
    name = name_of(span.period)
    return Line(
        name=_("%(period)s so far") % {"period": name} if span.is_running else name,
        start=number(found.start),
        lost=number(found.lost),
        dissatisfied=number(found.lost_dissatisfied),
        new=number(found.new),
        end=number(found.end),
        share=share(found.lost_share),
        retention=share(found.retention),
        customers=share(customers.retention) if customers else _("no data"),
        customers_share=share(customers.lost_share) if customers else _("no data"),
        word=word,
        tone=tone,
        url=f"?from={span.period.start}&until={span.last}#who",
    )
