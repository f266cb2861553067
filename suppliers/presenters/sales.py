"""What a selling partner reads: its revenue against its target, its commission, and how that came about.

Of a margin agreement the base is one figure: what it is made of is the company's (docs/decisions/0010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Aimed, Pair, targets
from portal.engine.money import Money
from portal.presentation import day, money, number, share
from suppliers.engine.commission import Terms, next_tier
from suppliers.engine.contribution import to_decimal
from suppliers.enums import AgreementBase, TierMethod
from suppliers.facts.commission import days_of
from suppliers.facts.sales import Sale
from suppliers.models import CommissionStatement
from suppliers.presenters.tiles import Tile


def amount(minor: int | None, *, cents: bool = True) -> str:
    """Of the company's currency; an en dash where there is none."""
    return money(minor, settings.COMPANY_CURRENCY, cents=cents)


def percent(part: Fraction | None, places: int = 1) -> str:
    return share(to_decimal(part), places)


def rate_words(rate: Fraction) -> str:
    """4 %, 4.25 %: as many decimals as the rate has."""
    exact = (Decimal(rate.numerator) * 100 / Decimal(rate.denominator)).quantize(Decimal("0.0001"))
    places = max(0, -int(exact.normalize().as_tuple().exponent))
    return share(exact / 100, places)


def month_words(month: int) -> str:
    """202609 -> September 2026."""
    return day(days_of(month)[0], "month")


def agreed_words(base: str) -> str:
    if base == AgreementBase.MARGIN:
        return _("The base is the margin, as one figure: net revenue less goods, freight and duty.")
    return _("The base is the net revenue: revenue less discounts, rebates and returns.")


def method_words(method: str) -> str:
    if method == TierMethod.MARGINAL:
        return _("Each tier’s rate holds for what lies in the tier.")
    return _("The rate of the highest tier that is reached holds for all of the base.")


def tier_words(start: int, until: int | None) -> str:
    if until is None:
        return _("from %(start)s on") % {"start": amount(start, cents=False)}
    return _("%(start)s to %(until)s") % {
        "start": amount(start, cents=False),
        "until": amount(until, cents=False),
    }


@dataclass(frozen=True)
class MonthRow:
    """A line of the table. `tone` and `state` say where it stands, `later` why nothing is earned yet.

    `others`: names and addresses of statements of its other names.
    """

    label: str
    revenue: str
    target: str
    reached: str
    commission: str
    state: str
    tone: str
    url: str = ""
    later: str = ""
    others: tuple[tuple[str, str], ...] = ()


def month_row(sale: Sale, today: date) -> MonthRow:
    state, tone = _state(sale, today)
    has_begun = days_of(sale.month)[0] <= today
    return MonthRow(
        label=month_words(sale.month),
        revenue=amount(sale.revenue, cents=False) if has_begun else amount(None),
        target=amount(sale.target, cents=False),
        reached=percent(sale.reached) if has_begun and sale.reached is not None else amount(None),
        commission=amount(sale.total) if has_begun else amount(None),
        state=state,
        tone=tone,
        url=statement_url(sale.statement) if sale.statement else "",
        later=later_words() if sale.withheld else "",
        others=tuple((one.partner.name, statement_url(one)) for one in sale.statements[1:]),
    )


def later_words() -> str:
    return _("computed when the month closes")


def _state(sale: Sale, today: date) -> tuple[str, str]:
    start, end = days_of(sale.month)
    if sale.statement is not None:
        return _("Closed"), "ok"
    if start > today:
        return _("To come"), ""
    if sale.problem:
        return _("Being clarified"), "warn"
    return (_("Running"), "you") if end >= today else (_("Not closed yet"), "warn")


def statement_url(statement: CommissionStatement) -> str:
    return reverse("suppliers:sales_statement", args=[statement.public_id])


@dataclass(frozen=True)
class TermsCard:
    """What is agreed today, and how far it is to the next tier this month."""

    title: str
    words: list[str]
    tiers: list[tuple[str, str, bool]]
    next_words: str


def terms_card(sale: Sale | None) -> TermsCard | None:
    """Of the month that runs; None where nothing is agreed."""
    if sale is None or sale.terms is None:
        return None
    terms = sale.terms
    base = sale.earned.stretches[-1].earned.base_minor if sale.earned else None
    order = sorted(terms.tiers, key=lambda tier: tier.from_minor)
    ends = [*(tier.from_minor for tier in order[1:]), None]
    reached = None
    if base is not None:
        reached = max((tier.from_minor for tier in order if tier.from_minor <= max(base, 0)), default=0)
    return TermsCard(
        title=_("Version %(version)s, from %(day)s")
        % {"version": number(terms.version), "day": day(terms.valid_from)},
        words=[agreed_words(terms.base), method_words(terms.method), _("Counted anew each month.")],
        tiers=[
            (tier_words(tier.from_minor, end), rate_words(tier.rate), tier.from_minor == reached)
            for tier, end in zip(order, ends, strict=True)
        ],
        next_words=_margin_words() if base is None else _next_words(terms, base),
    )


def _margin_words() -> str:
    return _("The margin, its tier and the commission are computed when the month closes.")


def _next_words(terms: Terms, base: int) -> str:
    if len(terms.tiers) == 1:
        return ""
    ahead = next_tier(terms, base)
    if ahead is None:
        return _("You are on the highest tier this month.")
    return _("%(missing)s more this month and %(rate)s holds.") % {
        "missing": amount(ahead[1], cents=False),
        "rate": rate_words(ahead[0].rate),
    }


@dataclass(frozen=True)
class SalesPage:
    """A year of a selling partner."""

    title: str
    reason: str
    tiles: list[Tile]
    chart_title: str
    chart: Pair | None
    rows: list[MonthRow]
    total: MonthRow
    terms: TermsCard | None
    year: int
    years: list[int]

    @property
    def is_empty(self) -> bool:
        return self.chart is None and self.terms is None and not any(row.url for row in self.rows)


def sales_page(sales: Sequence[Sale], running: Sale | None, years: list[int], today: date) -> SalesPage:
    """`sales`: the twelve months of a year; `running`: the month of today."""
    begun = [sale for sale in sales if days_of(sale.month)[0] <= today]
    over = [sale for sale in begun if days_of(sale.month)[1] < today]
    revenue = sum(sale.revenue for sale in begun)
    aims = [sale.target for sale in begun if sale.target is not None]
    aimed = sum(aims) if aims else None
    totals = [sale.total for sale in begun if sale.total is not None]
    earned = sum(totals) if totals else None
    year = sales[0].month // 100
    return SalesPage(
        title=_title(revenue, aimed, year),
        reason=_("Month by month: what you sold, what we agreed to aim for, and what you earned."),
        tiles=_tiles(sales, running, revenue, aimed, earned),
        chart_title=_finding(over),
        chart=chart_of(sales, today),
        rows=[month_row(sale, today) for sale in sales],
        total=MonthRow(
            _("%(year)s so far") % {"year": year} if year == today.year else str(year),
            amount(revenue, cents=False),
            amount(aimed, cents=False),
            percent(Fraction(revenue, aimed)) if aimed else amount(None),
            amount(earned),
            "",
            "",
        ),
        terms=terms_card(running),
        year=year,
        years=years,
    )


def _title(revenue: int, aimed: int | None, year: int) -> str:
    if aimed:
        return _("You reached %(share)s of your target for %(year)s so far") % {
            "share": percent(Fraction(revenue, aimed)),
            "year": year,
        }
    if revenue:
        return _("You sold %(amount)s in %(year)s") % {"amount": amount(revenue, cents=False), "year": year}
    return _("Your sales")


def _finding(over: Sequence[Sale]) -> str:
    aimed = [sale for sale in over if sale.target]
    if not aimed:
        return _("Revenue month by month")
    met = sum(sale.revenue >= (sale.target or 0) for sale in aimed)
    return ngettext(
        "%(met)s of %(n)s month reached its target",
        "%(met)s of %(n)s months reached their target",
        len(aimed),
    ) % {"met": number(met), "n": number(len(aimed))}


def _tiles(
    sales: Sequence[Sale], running: Sale | None, revenue: int, aimed: int | None, earned: int | None
) -> list[Tile]:
    year = sales[0].month // 100
    tiles = []
    if running is not None:
        tiles.append(running_tile(running))
    tiles.append(
        Tile(
            _("Revenue %(year)s") % {"year": year},
            amount(revenue, cents=False),
            fig=_("of %(target)s aimed for by now") % {"target": amount(aimed, cents=False)}
            if aimed
            else _("no target for these months"),
        )
    )
    closed = sum(sale.statement is not None for sale in sales)
    nothing = _("no agreement for these months")
    if any(sale.withheld for sale in sales):
        nothing = later_words()
    tiles.append(
        Tile(
            _("Commission %(year)s") % {"year": year},
            amount(earned, cents=False),
            fig=ngettext(
                "%(n)s month closed; the rest may change", "%(n)s months closed; the rest may change", closed
            )
            % {"n": number(closed)}
            if earned is not None
            else nothing,
        )
    )
    return tiles


def running_tile(sale: Sale) -> Tile:
    """The month that runs, against its target."""
    fig = _("no target for this month")
    if sale.target:
        fig = _("%(share)s of %(target)s") % {
            "share": percent(sale.reached),
            "target": amount(sale.target, cents=False),
        }
    return Tile(month_words(sale.month), amount(sale.revenue, cents=False), fig=fig)


def chart_of(sales: Sequence[Sale], today: date) -> Pair | None:
    bars = [
        Aimed(
            label=day(days_of(sale.month)[0], "short").split("\u00a0")[-1],
            value=_major(sale.revenue) if days_of(sale.month)[0] <= today else None,
            target=None if sale.target is None else _major(sale.target),
        )
        for sale in sales
    ]
    over = [sale for sale in sales if days_of(sale.month)[1] < today]
    sentence = _("Revenue of each month in %(currency)s against its target. %(finding)s.") % {
        "currency": settings.COMPANY_CURRENCY,
        "finding": _finding(over),
    }
    return targets(bars, sentence, _("target"))


def _major(minor: int) -> Decimal:
    return Money(minor, settings.COMPANY_CURRENCY).amount


@dataclass(frozen=True)
class HomeCard:
    """On a selling partner's home."""

    title: str
    revenue: str
    fig: str
    last_label: str
    last: str
    last_url: str


def home_card(running: Sale, last: CommissionStatement | None) -> HomeCard:
    tile = running_tile(running)
    return HomeCard(
        title=_("Your sales in %(month)s") % {"month": tile.label},
        revenue=tile.value,
        fig=tile.fig,
        last_label=_("Commission for %(month)s") % {"month": month_words(last.month)} if last else "",
        last=amount(last.total_minor) if last else "",
        last_url=statement_url(last) if last else "",
    )
