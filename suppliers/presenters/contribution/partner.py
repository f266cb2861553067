"""A partner's profit and loss as its page, its sheet and its panel say it. Amounts in whole units."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import SHEET_SIZES, Pair, Step, waterfall
from portal.charts.waterfall import SIZES
from portal.engine.rounding import half_up
from portal.presentation import money, number, share
from suppliers.engine.contribution import COSTS, NET_REVENUE, to_decimal
from suppliers.enums import EntryKind, EntryRole, PartnerKind
from suppliers.facts.partner_profit import PartnerProfit, Stretch
from suppliers.presenters.contribution.amounts import (
    GROUPS,
    LENGTHS,
    index_words,
    kinds_of,
    percent,
    stretch_words,
    unit_words,
    units,
)
from suppliers.presenters.contribution.entries import entries_url, trouble_url
from suppliers.presenters.contribution.grids import Cell, Grid, Line
from suppliers.presenters.contribution.partner_parts import (
    BOOKED_AS,
    ON_PAPER,
    TroublePicture,
    channel_grid,
    items_grid,
    trouble_grid,
    trouble_picture,
)
from suppliers.presenters.contribution.period import Offer, span_words
from suppliers.presenters.tiles import Tile


class PartnerPage:
    """What the template shows; each property is one part of the page. `query` names the days elsewhere."""

    def __init__(self, profit: PartnerProfit, length: str, query: str = "") -> None:
        self.profit, self.length, self.query = profit, length, query
        self.partner = profit.partner
        self.figures, self.before = profit.whole.figures, profit.whole.figures_before
        self.currency = settings.COMPANY_CURRENCY
        self.role = EntryRole(profit.role)
        self.sells = profit.partner.kind != PartnerKind.SUPPLIER

    @property
    def title(self) -> str:
        values = {"name": self.partner.name, "amount": self._money(abs(self.figures.contribution))}
        if not self.profit.whole.kinds:
            return _("%(name)s: no entry in these days") % values
        if self.figures.contribution < 0:
            return _("%(name)s cost us %(amount)s") % values
        return _("%(name)s contributed %(amount)s") % values

    @property
    def reason(self) -> str:
        """The days, and how it was a year before."""
        span = span_words(self.profit.span)
        if not self.profit.whole.before:
            return _("%(span)s. A year before there was no entry.") % {"span": span}
        change = self.figures.contribution - self.before.contribution
        values = {"span": span, "amount": self._money(abs(change))}
        if change == 0:
            return _("%(span)s. As much as a year before.") % values
        if change > 0:
            return _("%(span)s. That is %(amount)s more than a year before.") % values
        return _("%(span)s. That is %(amount)s less than a year before.") % values

    @property
    def standing(self) -> str:
        """“Class A, place 2 of 16”."""
        place = self.profit.place
        if place is None:
            return ""
        values = {"grade": place.grade, "place": number(place.place), "of": number(self.profit.partners)}
        return _("Class %(grade)s, place %(place)s of %(of)s") % values

    @property
    def costs_money(self) -> bool:
        return self.figures.contribution < 0

    @property
    def is_empty(self) -> bool:
        profit = self.profit
        return not (profit.whole.kinds or profit.whole.before or profit.items or profit.estimates)

    @property
    def lengths(self) -> list[Offer]:
        words = {"month": _("By month"), "quarter": _("By quarter"), "year": _("By year")}
        return [Offer(key, label, key == self.length) for key, label in words.items()]

    @property
    def all_url(self) -> str:
        """Everybody of its kind over the same days."""
        address = reverse("suppliers:contribution")
        return f"{address}{self.query}{'&' if self.query else '?'}kind={self.partner.kind}"

    @property
    def pdf_url(self) -> str:
        address = reverse("suppliers:contribution_partner_pdf", args=[self.partner.public_id])
        return f"{address}{self.query}{'&' if self.query else '?'}by={self.length}"

    @property
    def tiles(self) -> list[Tile]:
        return [self._contribution_tile(), self._revenue_tile(), self._trouble_tile(), self._last_tile()]

    def _contribution_tile(self) -> Tile:
        margin = self.figures.margin
        fig = (
            _("margin %(share)s") % {"share": percent(margin)} if margin is not None else _("no net revenue")
        )
        place = self.profit.place
        if place is not None and place.share is not None:
            part = _("%(share)s of the company’s") % {"share": percent(place.share)}
            fig = f"{fig}, {part}"
        tone = "bad" if self.costs_money else ""
        return Tile(
            _("Contribution"),
            units(self.figures.contribution),
            self._all_entries,
            unit=self.currency,
            fig=fig,
            tone=tone,
        )

    def _revenue_tile(self) -> Tile:
        before = _("a year before: %(amount)s") % {"amount": units(self.before.net_revenue)}
        return Tile(
            _("Net revenue"), units(self.figures.net_revenue), "#statement", unit=self.currency,
            fig=before if self.profit.whole.before else _("a year before: no data"),
        )  # fmt: skip

    def _trouble_tile(self) -> Tile:
        estimated = self.profit.whole.estimated
        fig = (
            _("nothing is estimated")
            if estimated is None
            else _("plus %(amount)s estimated from rates, kept apart") % {"amount": units(estimated)}
        )
        return Tile(
            _("Non-performance, booked"),
            units(self.profit.whole.booked),
            "#trouble",
            unit=self.currency,
            fig=fig,
        )

    def _last_tile(self) -> Tile:
        if self.sells:
            sales = self.profit.channel.return_on_sales
            fig = _("net marketing contribution, of net revenue")
            return Tile(_("Return on sales"), share(to_decimal(sales)), "#channel", fig=fig)
        index = self.profit.index
        value = _("no data") if index is None else index_words(index)
        return Tile(
            _("Cost index"), value, fig=_("1 is perfect: purchase cost with trouble, of purchase cost")
        )

    # The waterfall

    @property
    def chart(self) -> Pair | None:
        return self._waterfall(SIZES)

    @property
    def sheet_chart(self) -> Pair | None:
        """As wide as a sheet, and lower."""
        return self._waterfall((SHEET_SIZES[0], SIZES[1]))

    def _waterfall(self, sizes: tuple[tuple[int, int], tuple[int, int]]) -> Pair | None:
        steps = [Step(str(GROUPS["net_revenue"]), self.figures.net_revenue,
                      units(self.figures.net_revenue), is_total=True)]  # fmt: skip
        for name in COSTS:
            minor = getattr(self.figures, name)
            if minor or name in ("goods", "trouble"):
                steps.append(Step(str(GROUPS[name]), minor, units(minor)))
        left = self.figures.contribution
        steps.append(Step(_("Contribution"), left, units(left), is_total=True))
        return waterfall(steps, f"{self.chart_title}. {self._steps_words(steps)}", sizes=sizes)

    @staticmethod
    def _steps_words(steps: Sequence[Step]) -> str:
        return ", ".join(f"{step.label} {step.written}" for step in steps)

    @property
    def chart_title(self) -> str:
        """The finding."""
        margin = self.figures.margin
        if margin is None or self.figures.net_revenue < 0:
            return _("What came in, and what it cost")
        if margin < 0:
            return _("It costs more than it brings in")
        left = half_up(to_decimal(margin * 100) or Decimal(0), 0)
        return _("Of every 100 of net revenue, %(left)s are left") % {"left": number(left)}

    # The statement

    @property
    def statement(self) -> Grid:
        """Kind by kind, beside the year before."""
        lines = [
            *self._kinds(NET_REVENUE, ""),
            self._sum(_("Net revenue"), NET_REVENUE, self.figures.net_revenue, self.before.net_revenue),
        ]
        for name, kinds in COSTS.items():
            lines += self._kinds(kinds, str(GROUPS[name]) if len(kinds) > 1 else "")
        total = self._sum(_("Contribution"), (), self.figures.contribution, self.before.contribution)
        heads = (_("These days"), _("A year before"), _("Change"))
        return Grid(_("Profit and loss"), self.currency, heads, tuple(lines), total)

    def _kinds(self, kinds: Sequence[str], group: str) -> Iterator[Line]:
        for kind in kinds:
            now, before = (of.get(kind, 0) for of in (self.profit.whole.kinds, self.profit.whole.before))
            if now or before:
                yield Line(str(EntryKind(kind).label), self._pair((kind,), now, before), sub=group)

    def _sum(self, name: str, kinds: Sequence[str], now: int, before: int) -> Line:
        return Line(name, self._pair(kinds, now, before), is_sum=True)

    def _pair(self, kinds: Sequence[str], now: int, before: int) -> tuple[Cell, ...]:
        span, past = self.profit.span, self.profit.span.shifted(-12)
        change = now - before
        return (
            Cell(
                units(now), _("These days"), self._behind(now, span.start, span.end, kinds), _tone(now, kinds)
            ),
            Cell(units(before), _("A year before"), self._behind(before, past.start, past.end, kinds)),
            Cell(units(change, sign=True), _("Change"), tone="ok" if change > 0 else ""),
        )

    # By month

    @property
    def periods(self) -> Grid:
        """Months, quarters or years down, groups across."""
        length = LENGTHS[self.length]
        lines = [
            self._stretch(stretch, stretch_words(stretch, length), is_sum=False)
            for stretch in self.profit.by(length)
        ]
        total = self._stretch(self.profit.whole, _("Together"), is_sum=True)
        label = {"month": _("By month"), "quarter": _("By quarter"), "year": _("By year")}[self.length]
        return Grid(label, self.currency, tuple(self._heads()), tuple(lines), total)

    @property
    def sheet_periods(self) -> Grid:
        """The same without the change and with short heads: a sheet is narrow."""
        grid = self.periods
        gone = len(grid.heads) - 3
        lines = tuple(_without(line, gone) for line in (*grid.lines, grid.total) if line is not None)
        heads = (*grid.heads[:gone], _("Booked"), _("Estimated"))
        return Grid(grid.label, grid.first, heads, lines)

    @property
    def groups(self) -> list[str]:
        """Net revenue and the groups of cost; without `other` where nothing is in it."""
        has_other = any(month.figures.other for month in self.profit.months)
        return [name for name in GROUPS if name != "other" or has_other]

    def _heads(self) -> Iterator[str]:
        yield from (str(GROUPS[name]) for name in self.groups)
        yield from (_("Contribution"), _("Margin"), _("A year before"), _("Change"))
        yield from (_("Non-performance booked"), _("Non-performance estimated"))

    def _stretch(self, stretch: Stretch, name: str, *, is_sum: bool) -> Line:
        heads, figures, before = list(self._heads()), stretch.figures, stretch.figures_before
        days = (stretch.start, stretch.end)
        past = self.profit.span.shifted(-12) if is_sum else None
        cells = [
            Cell(units(minor), head, self._behind(minor, *days, kinds_of(group)))
            for group, head in zip(self.groups, heads, strict=False)
            for minor in (getattr(figures, group),)
        ]
        after = heads[len(cells) :]
        change = figures.contribution - before.contribution
        cells += [
            Cell(units(figures.contribution), after[0], self._entries(*days, ()),
                 "bad" if figures.contribution < 0 else ""),
            Cell(percent(figures.margin), after[1]),
            Cell(units(before.contribution), after[2],
                 self._entries(past.start, past.end, ()) if past else ""),
            Cell(units(change, sign=True), after[3]),
            Cell(units(stretch.booked), after[4], self._behind(stretch.booked, *days, BOOKED_AS)),
            Cell(units(stretch.estimated), after[5],
                 trouble_url(self.partner, *days) if stretch.estimated else ""),
        ]  # fmt: skip
        return Line(name, tuple(cells), is_sum=is_sum)

    @property
    def items_title(self) -> str:
        """The finding: the item whose trouble weighs most."""
        worst = next((item for item in self.profit.items if item.item_code and item.booked > 0), None)
        if worst is None or worst.true_unit_cost is None or worst.unit_cost is None:
            return _("What a unit truly costs")
        values = {
            "item": worst.item_code,
            "true": unit_words(worst.true_unit_cost),
            "paid": unit_words(worst.unit_cost),
        }
        return _("A unit of %(item)s truly costs %(true)s, not %(paid)s") % values

    @property
    def trouble(self) -> Grid:
        return trouble_grid(self.profit)

    @property
    def picture(self) -> TroublePicture:
        return trouble_picture(self.profit, LENGTHS[self.length])

    @property
    def channel(self) -> Grid | None:
        """Of a distributor, dealer or agent; None of a supplier."""
        return channel_grid(self.profit) if self.sells else None

    @property
    def items(self) -> Grid:
        return items_grid(self.profit, self.items_title)

    @property
    def items_left_out(self) -> str:
        """How many items paper does not hold."""
        rest = len(self.profit.items) - ON_PAPER
        if rest <= 0:
            return ""
        return ngettext("%(n)s more item is on the page.", "%(n)s more items are on the page.", rest) % {
            "n": number(rest)
        }

    @property
    def span_words(self) -> str:
        return span_words(self.profit.span)

    def _entries(self, start: Any, end: Any, kinds: Sequence[str]) -> str:
        return entries_url(self.partner, self.role, start, end, kinds)

    def _behind(self, minor: int, start: Any, end: Any, kinds: Sequence[str]) -> str:
        """The entries of an amount; of nothing there is nothing to open."""
        return self._entries(start, end, kinds) if minor else ""

    @property
    def _all_entries(self) -> str:
        span = self.profit.span
        return self._entries(span.start, span.end, ()) or "#statement"

    def _money(self, minor: int) -> str:
        return money(minor, self.currency, cents=False)


def _tone(minor: int, kinds: Sequence[str]) -> str:
    return "bad" if not kinds and minor < 0 else ""


def _without(line: Line, place: int) -> Line:
    return replace(line, cells=(*line.cells[:place], *line.cells[place + 1 :]))
