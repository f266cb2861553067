"""Cases by area and month, what went down after which change, and how our promises were kept."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts.columns import Column, columns
from portal.charts.marks import Pair
from portal.presentation import day, number
from suppliers.enums import CaseArea, PartnerKind
from suppliers.facts.case_clocks import CaseClock, kept
from suppliers.facts.cases import (
    Effect,
    Outcome,
    Trend,
    after_change,
    cases_of,
    opened_within,
    outcome,
    trends,
)
from suppliers.models import Case
from suppliers.presenters.words import sentence_case, spelled

SPANS = (90, 180, 365)
SMALL = ((320, 150), (320, 150))


@dataclass(frozen=True)
class Asked:
    """What the address asks for; the last day is today."""

    days: int
    area: str
    kind: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    note: str


@dataclass(frozen=True)
class AreaRow:
    """One area: its count by month, and all together."""

    key: str
    name: str
    counts: tuple[int, ...]
    total: int
    chart: Pair | None
    url: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ChangeRow:
    """What changed, and the cases of the same area before and after."""

    change: str
    area: str
    since: str
    before: int
    after: int
    days: str
    words: str
    tone: str
    picture: str
    url: str
    title: str


@dataclass(frozen=True)
class TrendsPage:
    title: str
    reason: str
    tiles: tuple[Tile, ...]
    months: tuple[str, ...]
    areas: tuple[AreaRow, ...]
    totals: tuple[int, ...]
    total: int
    chart_title: str
    chart: Pair | None
    changes: tuple[ChangeRow, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.total or self.changes)

    def rows(self) -> Iterable[Sequence[Any]]:
        """For files: areas down, months across."""
        yield [_("Area"), *self.months, _("Together")]
        for area in self.areas:
            yield [area.name, *area.counts, area.total]
        yield [_("Together"), *self.totals, self.total]


def asked_of(query: Any, today: dt.date, *, is_staff: bool) -> Asked:
    """An address that means nothing is read as all areas, all kinds and half a year."""
    given = query.get("days", "")
    days = int(given) if given.isdecimal() and len(given) < 4 and int(given) in SPANS else 180
    area = query.get("area", "")
    kind = query.get("kind", "") if is_staff else ""
    first = (today - dt.timedelta(days=days)).replace(day=1)
    return Asked(
        days,
        area if area in CaseArea.values else "",
        kind if kind in PartnerKind.values else "",
        first,
        today,
    )


def trends_page(actor: Actor, asked: Asked, now: dt.datetime) -> TrendsPage:
    """Five queries, however many cases there are."""
    found = [
        one for one in trends(actor, asked.first, asked.last, kind=asked.kind) if asked.area in ("", one.area)
    ]
    effects = [
        one
        for one in after_change(actor, asked.last)
        if asked.area in ("", one.case.area) and asked.kind in ("", one.case.partner.kind)
    ]
    months = _months(asked.first, asked.last)
    areas = _areas(found, months, effects)
    totals = tuple(sum(area.counts[place] for area in areas) for place in range(len(months)))
    closed = outcome(actor, asked.first, asked.last, kind=asked.kind, area=asked.area)
    opened = opened_within(cases_of(actor, asked.kind), asked.first, asked.last)
    opened = opened.filter(area=asked.area) if asked.area else opened
    title, reason = _head(areas, effects, asked)
    chart_title = _by_month(months, totals)
    return TrendsPage(
        title=title,
        reason=reason,
        tiles=_tiles(sum(totals), closed, list(opened), now),
        months=tuple(_month(one) for one in months),
        areas=tuple(areas),
        totals=totals,
        total=sum(totals),
        chart_title=chart_title,
        chart=_chart(months, totals, _marks(effects), chart_title),
        changes=tuple(_change(one) for one in effects),
    )


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    months, one = [], first.replace(day=1)
    while one <= last:
        months.append(one)
        one = (one + dt.timedelta(days=32)).replace(day=1)
    return months


def _month(one: dt.date) -> str:
    return day(one, "month")


def _short(one: dt.date) -> str:
    """“Nov”: the first three signs are the month's in no language but ours, so the year goes instead."""
    return day(one, "short").replace("\u00a0", " ").lstrip("0123456789. ") or day(one, "short")


def _areas(found: Sequence[Trend], months: Sequence[dt.date], effects: Sequence[Effect]) -> list[AreaRow]:
    """The one that comes up most stands first."""
    by_area: dict[str, Counter[dt.date]] = defaultdict(Counter)
    for one in found:
        by_area[one.area][one.month] += one.count
    rows = []
    for key, counts in by_area.items():
        line = tuple(counts[month] for month in months)
        own = [one for one in effects if one.case.area == key]
        name = str(CaseArea(key).label) if key else _("No area given")
        rows.append(
            AreaRow(
                key,
                name,
                line,
                sum(line),
                _chart(months, line, _marks(own), f"{name}: {_by_month(months, line)}", SMALL),
                f"{reverse('suppliers:case_list')}?state=all&area={key}" if key else "",
                tuple(_("%(change)s, since %(day)s") % {
                    "change": one.case.change, "day": day(one.changed_on)} for one in own),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.total, row.name))


def _marks(effects: Sequence[Effect]) -> dict[dt.date, str]:
    """By month: the change of that month in a word or two."""
    found: Counter[dt.date] = Counter(one.changed_on.replace(day=1) for one in effects)
    return {
        month: ngettext("%(n)s change", "%(n)s changes", count) % {"n": number(count)}
        for month, count in found.items()
    }


def _chart(
    months: Sequence[dt.date],
    counts: Sequence[int],
    marks: dict[dt.date, str],
    sentence: str,
    sizes: Any = ((1160, 220), (320, 190)),
) -> Pair | None:
    bars = [
        Column(_short(month), count, number(count), "us", marks.get(month, ""))
        for month, count in zip(months, counts, strict=True)
    ]
    return columns(bars, sentence, sizes=sizes)


def _by_month(months: Sequence[dt.date], counts: Sequence[int]) -> str:
    """“3 in November 2026, after 6 in October 2026”"""
    if not counts:
        return ""
    words = {"now": number(counts[-1]), "month": _month(months[-1])}
    if len(counts) == 1:
        return _("%(now)s in %(month)s") % words
    words |= {"before": number(counts[-2]), "last": _month(months[-2])}
    return _("%(now)s in %(month)s so far, after %(before)s in %(last)s") % words


def _head(areas: Sequence[AreaRow], effects: Sequence[Effect], asked: Asked) -> tuple[str, str]:
    helped = [one for one in effects if one.days and one.after < one.before]
    if not areas:
        return _("Nothing has gone wrong in this time"), _("Cases by area and month, and what changed them.")
    first = areas[0]
    count = ngettext("%(n)s case", "%(n)s cases", first.total) % {"n": number(first.total)}
    words = {"area": first.name, "cases": count, "day": day(asked.first)}
    title = _("‘%(area)s’ comes up most: %(cases)s since %(day)s") % words
    if not effects:
        return title, _("No change is written down for it yet: what is learned from a case stands here.")
    if not helped:
        return title, _("No change made a difference so far; each needs its time.")
    reason = ngettext(
        "%(helped)s of %(n)s change made a difference so far.",
        "%(helped)s of %(n)s changes made a difference so far.",
        len(effects),
    ) % {"helped": spelled(len(helped)), "n": number(len(effects))}
    return title, sentence_case(reason)


def _tiles(opened: int, closed: Outcome, cases: Sequence[Case], now: dt.datetime) -> tuple[Tile, ...]:
    days = (
        ngettext("%(n)s day", "%(n)s days", int(closed.days)) % {"n": number(closed.days, None)}
        if closed.days is not None
        else _("no data")
    )
    mark = _("%(mark)s of 10") % {"mark": number(closed.mark, 1)} if closed.mark is not None else _("no data")
    asked = ngettext("of %(n)s case closed", "of %(n)s cases closed", closed.n) % {"n": number(closed.n)}
    told = ngettext("%(n)s answer", "%(n)s answers", closed.marked) % {"n": number(closed.marked)}
    clocks = [
        _kept(_("Sorry said in time"), kept(cases, CaseClock.ACKNOWLEDGE, now)),
        _kept(_("Cause told in time"), kept(cases, CaseClock.UNDERSTAND, now)),
        _kept(_("Remedy agreed in time"), kept(cases, CaseClock.AGREE, now)),
    ]
    return (
        Tile(_("Opened"), number(opened), _("complaints and problems, of both sides")),
        Tile(_("To close"), days, _("the median, %(asked)s") % {"asked": asked}),
        Tile(_("Satisfaction"), mark, _("the mean of %(told)s") % {"told": told}),
        *clocks,
    )


def _kept(name: str, found: tuple[int, int]) -> Tile:
    met, n = found
    if not n:
        return Tile(name, _("no data"), _("nothing was due"))
    return Tile(
        name, _("%(met)s of %(n)s") % {"met": number(met), "n": number(n)}, _("promises that are due")
    )


def _change(one: Effect) -> ChangeRow:
    words, tone, picture = _verdict(one)
    return ChangeRow(
        one.case.change,
        str(CaseArea(one.case.area).label),
        day(one.changed_on),
        one.before,
        one.after,
        ngettext("%(n)s day each", "%(n)s days each", one.days) % {"n": number(one.days)},
        words,
        tone,
        picture,
        reverse("suppliers:case", args=[one.case.public_id]),
        one.case.title,
    )


def _verdict(one: Effect) -> tuple[str, str, str]:
    if not one.days:
        return _("Begins later"), "open", "clock"
    if one.after < one.before:
        return _("Fewer"), "ok", "check"
    if one.after > one.before:
        return _("More"), "warn", "alert"
    return _("No difference"), "", "dash"
