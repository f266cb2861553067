"""A closed month of commission as its page and its paper show it: by which tiers, from what base."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from portal.engine.money import Money
from portal.presentation import day, moment, money, number
from suppliers.enums import AgreementBase
from suppliers.facts.commission import Stretch, days_of
from suppliers.facts.sales import Sale
from suppliers.models import CommissionStatement, Partner
from suppliers.presenters.sales import (
    agreed_words,
    amount,
    method_words,
    month_words,
    percent,
    rate_words,
    tier_words,
)


@dataclass(frozen=True)
class StepRow:
    """What a rate holds for: "EUR 0 to 40,000", its part of the base, its commission."""

    span: str
    rate: str
    base: str
    commission: str


@dataclass(frozen=True)
class Work:
    """How the commission of a stretch of days came about, in words."""

    title: str
    agreed: str
    method: str
    tiers: str
    base_label: str
    base: str
    steps: list[StepRow]
    commission: str


def work(stretch: Stretch) -> Work:
    terms = stretch.terms
    days = _("%(start)s to %(end)s") % {"start": day(stretch.start), "end": day(stretch.end)}
    month = stretch.start.year * 100 + stretch.start.month
    if (stretch.start, stretch.end) == days_of(month):
        days = month_words(month)
    values = {"days": days, "version": number(terms.version)}
    agreed = [(rate_words(one.rate), amount(one.from_minor, cents=False)) for one in terms.tiers]
    return Work(
        title=_("%(days)s, by version %(version)s") % values,
        agreed=agreed_words(terms.base),
        method=method_words(terms.method),
        tiers=_("Agreed: %(tiers)s.")
        % {"tiers": ", ".join(_("%(rate)s from %(start)s") % {"rate": r, "start": a} for r, a in agreed)},
        base_label=str(AgreementBase(terms.base).label),
        base=amount(stretch.earned.base_minor),
        steps=[
            StepRow(
                tier_words(step.from_minor, step.until_minor),
                rate_words(step.rate),
                amount(step.base_minor),
                money(
                    to_major(step.exact),
                    settings.COMPANY_CURRENCY,
                ),
            )
            for step in stretch.earned.steps
        ],
        commission=amount(stretch.minor),
    )


def to_major(exact: Fraction) -> Decimal:
    """Minor units and their fractions as an amount, to be rounded where it is written."""
    one = Money(1, settings.COMPANY_CURRENCY).amount
    return Decimal(exact.numerator) / Decimal(exact.denominator) * one


@dataclass(frozen=True)
class AdjustmentRow:
    """What was settled late for a month that was closed before."""

    label: str
    amount: str
    url: str


@dataclass(frozen=True)
class StatementPage:
    """A closed month, on the page and on paper."""

    title: str
    reason: str
    docname: str
    company: str
    partner: str
    works: list[Work]
    commission: str
    adjustments: list[AdjustmentRow]
    total: str
    revenue: str
    target: str
    reached: str
    closed: str
    how: str


def statement_page(statement: CommissionStatement, sale: Sale | None, urls: dict[int, str]) -> StatementPage:
    """`sale`: the month as it stands today; `urls`: of the statements of earlier months."""
    month = month_words(statement.month)
    partner: Partner = statement.partner
    return StatementPage(
        title=_("Commission for %(month)s: %(total)s")
        % {"month": month, "total": amount(statement.total_minor)},
        reason=_("For %(partner)s, closed on %(day)s by %(who)s. It does not change any more.")
        % {"partner": partner.name, "day": moment(statement.closed_at), "who": statement.closed_by},
        docname=_("Commission statement %(month)s, %(partner)s") % {"month": month, "partner": partner.name},
        company=settings.COMPANY_NAME,
        partner=partner.name,
        works=[work(Stretch.of_json(kept)) for kept in statement.stretches],
        commission=amount(statement.commission_minor),
        adjustments=[
            AdjustmentRow(month_words(earlier), amount(minor), urls.get(earlier, ""))
            for earlier, minor in statement.adjustments
        ],
        total=amount(statement.total_minor),
        revenue=amount(sale.revenue if sale else None),
        target=amount(sale.target if sale else None),
        reached=percent(sale.reached) if sale and sale.reached is not None else amount(None),
        closed=moment(statement.closed_at),
        how=_(
            "The commission is rounded once for each line of days, halves away from zero. What is booked "
            "later for this month, a credit note too, is settled on the next statement by the terms shown "
            "here."
        ),
    )
