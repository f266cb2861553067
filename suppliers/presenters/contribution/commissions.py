"""Commission for who answers for the profit: a month of all partners, what closing it does, one partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.periods import BadPeriod, Period
from portal.presentation import money, number, share
from suppliers.actions.agreements import EARLIEST, LATEST
from suppliers.actions.commission import Closing
from suppliers.engine.contribution import to_decimal
from suppliers.facts.commission import Month, days_of
from suppliers.facts.sales import Sale
from suppliers.models import Partner
from suppliers.presenters.agreements import Version
from suppliers.presenters.sales import amount, month_words
from suppliers.presenters.tiles import Tile


def key_of(month: int) -> str:
    """202609 -> "2026-09", as addresses and files have it."""
    return f"{month // 100:04d}-{month % 100:02d}"


def shifted(month: int, by: int) -> int:
    count = month // 100 * 12 + month % 100 - 1 + by
    return count // 12 * 100 + count % 12 + 1


def running(today: date) -> int:
    return today.year * 100 + today.month


def month_of(text: str) -> int | None:
    """2026-09 -> 202609; None for what is no month between 1970 and 2199."""
    try:
        period = Period.parse(text)
    except BadPeriod:
        return None
    is_known = period.months == 1 and EARLIEST.year <= period.start.year <= LATEST.year
    return running(period.start) if is_known else None


def asked_month(text: str, today: date) -> int:
    """What cannot be read, or has not begun, is the last month that is over."""
    month = month_of(text)
    return month if month is not None and month <= running(today) else shifted(running(today), -1)


def searched(sales: Sequence[Sale], words: str) -> list[Sale]:
    """Those in whose name or code each of the words occurs."""
    wanted = words.casefold().split()
    return [
        one
        for one in sales
        if all(word in f"{one.partner.name} {one.partner.code}".casefold() for word in wanted)
    ]


SUMMED = ("target", "revenue", "base", "commission", "adjustment", "total", "booked", "difference")


def totals(sales: Sequence[Sale]) -> dict[str, int]:
    """Of each amount that somebody has."""
    found = {}
    for name in SUMMED:
        known = [value for one in sales if (value := getattr(one, name)) is not None]
        if known:
            found[name] = sum(known)
    return found


@dataclass(frozen=True)
class MonthPage:
    """`sales`: all partners of the month; `waiting`: months that are over and not closed, oldest first.

    `wrong`: by partner pk, why nothing can be computed by its agreement.
    """

    month: int
    today: date
    sales: Sequence[Sale]
    waiting: Sequence[int]
    q: str = ""
    wrong: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def found(self) -> list[Sale]:
        return searched(self.sales, self.q)

    @property
    def label(self) -> str:
        return month_words(self.month)

    @property
    def key(self) -> str:
        return key_of(self.month)

    @property
    def earlier(self) -> tuple[str, str]:
        month = shifted(self.month, -1)
        return key_of(month), month_words(month)

    @property
    def later(self) -> tuple[str, str] | None:
        month = shifted(self.month, 1)
        return (key_of(month), month_words(month)) if month <= running(self.today) else None

    @property
    def is_over(self) -> bool:
        return days_of(self.month)[1] < self.today

    @cached_property
    def open_ones(self) -> list[Sale]:
        return [one for one in self.sales if one.earned is not None and not one.is_closed]

    @property
    def can_be_closed(self) -> bool:
        return self.is_over and bool(self.open_ones)

    @property
    def state(self) -> tuple[str, str]:
        """Words and tone."""
        closed = sum(one.is_closed for one in self.sales)
        if not self.is_over:
            return _("Not over yet"), "you"
        if closed and not self.open_ones:
            return _("Closed"), "ok"
        if closed:
            left = ngettext("%(n)s still open", "%(n)s still open", len(self.open_ones))
            return left % {"n": number(len(self.open_ones))}, "open"
        return (_("Open"), "open") if self.open_ones else (_("Nothing to close"), "")

    @property
    def title(self) -> str:
        earned = [one for one in self.sales if one.total is not None]
        if not earned:
            return _("Commission in %(month)s") % {"month": self.label}
        words = ngettext(
            "%(total)s commission for %(n)s partner in %(month)s",
            "%(total)s commission for %(n)s partners in %(month)s",
            len(earned),
        )
        total = sum(one.total or 0 for one in earned)
        return words % {"total": amount(total, cents=False), "n": number(len(earned)), "month": self.label}

    @property
    def other_months(self) -> list[tuple[str, str]]:
        """The newest of the months that wait for being closed, but this."""
        return [(key_of(month), month_words(month)) for month in self.waiting[::-1] if month != self.month][
            :6
        ]

    @property
    def others(self) -> str:
        count = sum(month != self.month for month in self.waiting)
        words = ngettext("%(n)s other month is open:", "%(n)s other months are open:", count)
        return words % {"n": number(count)} if count else ""

    @cached_property
    def problems(self) -> list[tuple[Partner, str]]:
        return [(one.partner, self.wrong.get(one.pk, one.problem)) for one in self.sales if one.problem]

    @property
    def tiles(self) -> list[Tile]:
        sums = totals(self.sales)
        return [self._revenue(sums), self._commission(sums), self._booked(sums), self._difference(sums)]

    def _revenue(self, sums: Mapping[str, int]) -> Tile:
        aimed = [one for one in self.sales if one.target]
        fig = _("no targets for this month")
        if aimed:
            target = sum(one.target or 0 for one in aimed)
            reached = Fraction(sum(one.revenue for one in aimed), target)
            words = ngettext(
                "%(n)s partner with a target reached %(share)s of %(target)s",
                "%(n)s partners with a target reached %(share)s of %(target)s",
                len(aimed),
            )
            values = {"share": share(to_decimal(reached)), "target": amount(target, cents=False)}
            fig = words % {**values, "n": number(len(aimed))}
        return Tile(_("Revenue"), amount(sums.get("revenue", 0), cents=False), fig=fig)

    def _commission(self, sums: Mapping[str, int]) -> Tile:
        made_good = sums.get("adjustment", 0)
        fig = _("by the agreements that hold")
        if made_good:
            fig = _("with %(amount)s for earlier months") % {"amount": amount(made_good)}
        return Tile(_("Commission"), amount(sums.get("total"), cents=False), fig=fig)

    def _booked(self, sums: Mapping[str, int]) -> Tile:
        return Tile(
            _("Booked in the ledger"), amount(sums.get("booked"), cents=False), fig=_("entries of commission")
        )

    def _difference(self, sums: Mapping[str, int]) -> Tile:
        apart = [one for one in self.sales if one.difference]
        words = ngettext(
            "%(n)s partner where the two differ", "%(n)s partners where the two differ", len(apart)
        )
        fig = words % {"n": number(len(apart))} if apart else _("the ledger has what was earned")
        minor = sums.get("difference")
        value = _("none") if minor == 0 and not apart else amount(minor, cents=False)
        return Tile(_("Booked less earned"), value, fig=fig, tone="warn" if apart else "")


@dataclass(frozen=True)
class ClosingRow:
    """What one partner will get."""

    name: str
    base: str
    commission: str
    adjustments: str
    total: str


@dataclass(frozen=True)
class ClosingPage:
    """What closing freezes, before it does. `refused`: (partner, why) that stay open."""

    month: int
    rows: tuple[ClosingRow, ...]
    refused: tuple[tuple[Partner, str], ...]
    total: str

    @property
    def label(self) -> str:
        return month_words(self.month)

    @property
    def key(self) -> str:
        return key_of(self.month)

    @property
    def act(self) -> str:
        words = ngettext("Close it for %(n)s partner", "Close it for %(n)s partners", len(self.rows))
        return words % {"n": number(len(self.rows))}

    @property
    def summary(self) -> str:
        words = ngettext(
            "%(n)s statement over %(total)s. It is frozen, and its partner’s people are told by mail.",
            "%(n)s statements over %(total)s. They are frozen, and the partners’ people are told by mail.",
            len(self.rows),
        )
        return words % {"n": number(len(self.rows)), "total": self.total}


def closing_page(closing: Closing, partners: Mapping[int, Partner], wrong: Mapping[int, str]) -> ClosingPage:
    """`partners` by pk, of all that the closing names; `wrong`: what is the matter with their agreements."""
    rows = sorted(closing.rows, key=lambda one: partners[one.partner_id].name.casefold())
    return ClosingPage(
        closing.month,
        tuple(_closing_row(one, partners[one.partner_id]) for one in rows),
        tuple(
            (partners[pk], wrong.get(pk, why)) for pk, why in dict(closing.refused).items() if pk in partners
        ),
        amount(closing.total_minor),
    )


def _closing_row(month: Month, partner: Partner) -> ClosingRow:
    made_good = month.total_minor - month.commission_minor
    return ClosingRow(
        partner.name,
        amount(month.base_minor),
        amount(month.commission_minor),
        amount(made_good) if month.adjustments else amount(None),
        amount(month.total_minor),
    )


def closed_words(count: int, minor: int, month: int) -> str:
    """What is said when it is done."""
    words = ngettext(
        "%(month)s is closed: %(n)s statement over %(total)s.",
        "%(month)s is closed: %(n)s statements over %(total)s.",
        count,
    )
    total = money(minor, settings.COMPANY_CURRENCY)
    return words % {"month": month_words(month), "n": number(count), "total": total}


@dataclass(frozen=True)
class PartnerPage:
    """One partner: the months shown, its versions, how far it is to the next tier this month."""

    partner: Partner
    sales: Sequence[Sale]
    versions: Sequence[Version]
    next_words: str
    today: date
    last: int

    @property
    def title(self) -> str:
        known = [one.total for one in self.sales if one.total is not None]
        values = {"name": self.partner.name, "total": amount(sum(known), cents=False), "span": self.span}
        if not known:
            return _("%(name)s: no commission yet") % values
        return _("%(name)s earned %(total)s, %(span)s") % values

    @property
    def span(self) -> str:
        values = {"start": month_words(self.sales[0].month), "end": month_words(self.sales[-1].month)}
        return _("%(start)s to %(end)s") % values

    @property
    def earlier(self) -> tuple[str, str]:
        return self._step(shifted(self.last, -12))

    @property
    def later(self) -> tuple[str, str] | None:
        return (
            self._step(min(shifted(self.last, 12), running(self.today)))
            if self.last < running(self.today)
            else None
        )

    def _step(self, last: int) -> tuple[str, str]:
        first = month_words(shifted(last, -11))
        return key_of(last), _("%(start)s to %(end)s") % {"start": first, "end": month_words(last)}
