"""Parts of a partner's profit and loss: its trouble, its items, and what it leaves of what it sells."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Column, Pair, columns
from portal.engine.scaled import from_scaled
from portal.presentation import number, quantity, share
from suppliers.engine.contribution import to_decimal
from suppliers.enums import CostRateKind, EntryKind
from suppliers.facts.partner_profit import Estimate, PartnerProfit
from suppliers.presenters.contribution.amounts import (
    index_words,
    short_words,
    stretch_words,
    unit_words,
    units,
)
from suppliers.presenters.contribution.entries import entries_url, trouble_url
from suppliers.presenters.contribution.grids import Cell, Grid, Line

BOOKED_AS = ("quality", "expedite", "returns")
# So many items stand on paper.
ON_PAPER = 40
# So many periods stand in a picture, the last ones.
MOST_COLUMNS = 12


def trouble_grid(profit: PartnerProfit) -> Grid:
    """Two columns that are never added."""
    heads = (_("Booked"), _("Estimated by rates"))
    lines = [*_booked(profit, heads), *_estimated(profit, heads)]
    whole = profit.whole
    cells = (Cell(units(whole.booked), heads[0]), Cell(units(whole.estimated), heads[1]))
    total = Line(_("Each by itself"), cells, is_sum=True)
    return Grid(_("What trouble cost"), settings.COMPANY_CURRENCY, heads, tuple(lines), total)


def _booked(profit: PartnerProfit, heads: tuple[str, str]) -> Iterator[Line]:
    span = profit.span
    for kind in BOOKED_AS:
        minor = -profit.whole.kinds.get(kind, 0)
        cell = Cell(
            units(minor), heads[0], entries_url(profit.partner, profit.role, span.start, span.end, (kind,))
        )
        sub = _("lowers the net revenue") if kind == "returns" else ""
        yield Line(str(EntryKind(kind).label), (cell, Cell("", heads[1])), sub=sub)


def _estimated(profit: PartnerProfit, heads: tuple[str, str]) -> Iterator[Line]:
    known = {one.kind: one for one in profit.estimates}
    for kind in CostRateKind:
        one = known.get(kind.value, Estimate(kind.value, 0, 0, None))
        url = trouble_url(profit.partner, profit.span.start, profit.span.end) if one.quantity else ""
        text = units(one.minor) if one.quantity else units(0)
        cells = (Cell("", heads[0]), Cell(text, heads[1], url))
        yield Line(str(kind.label), cells, sub=_amount_words(one))


def channel_grid(profit: PartnerProfit) -> Grid:
    """What a distributor, dealer or agent leaves of what it sells."""
    now, before = profit.channel, profit.channel_before
    heads = (_("These days"), _("A year before"))
    has_before = bool(profit.whole.before)
    rows = [
        (_("Net revenue"), "", units(now.net_revenue), units(before.net_revenue)),
        (_("Cost of what was sold"), _("goods, freight, duty, quality, expedite"),
         units(-now.cost), units(-before.cost)),
        (_("Marketing and selling expense"), _("marketing, commission, service"),
         units(-now.expense), units(-before.expense)),
        (_("Net marketing contribution"), _("entries of the kind other stay out"),
         units(now.contribution), units(before.contribution)),
        (_("Return on sales"), _("of net revenue"),
         share(to_decimal(now.return_on_sales)), share(to_decimal(before.return_on_sales))),
        (_("Return on marketing"), _("of marketing and selling expense"),
         share(to_decimal(now.return_on_marketing)), share(to_decimal(before.return_on_marketing))),
    ]  # fmt: skip
    lines = [
        Line(name, (Cell(this, heads[0]), Cell(past if has_before else _("no data"), heads[1])), sub,
             is_sum=name == _("Net marketing contribution"))
        for name, sub, this, past in rows
    ]  # fmt: skip
    return Grid(_("Net marketing contribution"), settings.COMPANY_CURRENCY, heads, tuple(lines))


def items_grid(profit: PartnerProfit, title: str) -> Grid:
    """On paper, the items with most trouble; the page has all of them."""
    heads = (
        _("Received"), _("Purchase cost"), _("Trouble booked"), _("Cost index"), _("True unit cost"),
        _("Estimated, apart"),
    )  # fmt: skip
    lines = [
        Line(
            item.item_code or _("Not named to an item"),
            tuple(
                Cell(text, head)
                for head, text in zip(
                    heads,
                    (
                        quantity(item.quantity, item.unit),
                        units(item.purchase),
                        units(item.booked),
                        index_words(item.index),
                        unit_words(item.true_unit_cost),
                        units(item.estimated),
                    ),
                    strict=True,
                )
            ),
        )
        for item in profit.items[:ON_PAPER]
    ]
    return Grid(title, _("Item"), heads, tuple(lines))


def _amount_words(one: Estimate) -> str:
    """How much there was of it, and how much of that no rate held for."""
    if not one.quantity:
        return _("none")
    count = from_scaled(one.quantity)
    if one.kind == CostRateKind.LATE_LINE_DAY:
        words = ngettext("%(n)s day", "%(n)s days", int(count)) % {"n": number(count)}
    else:
        words = ngettext("%(n)s unit", "%(n)s units", int(count)) % {"n": number(count, None)}
    if one.unrated == one.quantity:
        return _("%(amount)s, without a rate") % {"amount": words}
    if one.unrated:
        rest = number(from_scaled(one.unrated), None)
        return _("%(amount)s, of which %(rest)s without a rate") % {"amount": words, "rest": rest}
    return words


@dataclass(frozen=True)
class TroublePicture:
    """What trouble was booked, period by period; the title is the finding."""

    title: str
    chart: Pair | None
    empty: str


def trouble_picture(profit: PartnerProfit, length: int) -> TroublePicture:
    """Columns from zero; where more was paid back than booked there is only the table."""
    stretches = profit.by(length)[-MOST_COLUMNS:]
    none = _("No trouble was booked in these days")
    worst = max(stretches, key=lambda stretch: stretch.booked)
    if worst.booked <= 0 or any(stretch.booked < 0 for stretch in stretches):
        return TroublePicture(
            _("Trouble booked"),
            None,
            none
            if not any(profit.whole.kinds.get(kind) for kind in BOOKED_AS)
            else _("More was paid back than booked: see the table"),
        )
    title = _("Most trouble was booked in %(period)s") % {"period": stretch_words(worst, length)}
    bars = [
        Column(short_words(stretch, length), Decimal(stretch.booked), units(stretch.booked))
        for stretch in stretches
    ]
    return TroublePicture(title, columns(bars, title, sizes=((560, 300), (330, 220))), "")
