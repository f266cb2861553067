"""What both expect to gain from a plan, how it is split, and what is booked of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from portal.engine.splitting import halves
from portal.presentation import day, money
from scorecards.engine.plan_terms import Terms
from scorecards.models import GainShareEntry, ImprovementPlan
from scorecards.pages.plan_page_words import (
    side_name,
    split_parts,
)


@dataclass(frozen=True)
class BenefitRow:
    text: str
    basis: str
    amount: str


@dataclass(frozen=True)
class Expected:
    """What both think they gain a year; `split` and `odd` are empty where nothing has a price."""

    rows: list[BenefitRow]
    together: str
    total: str
    split: str
    odd: str


def expected_of(plan: ImprovementPlan, terms: Terms) -> Expected:
    rows = [
        BenefitRow(
            one.text,
            ", ".join(filter(None, [side_name(plan, one.side) if one.side != "both" else "", one.basis])),
            money(one.minor, terms.currency) if one.minor is not None else _("no price"),
        )
        for one in terms.benefits
    ]
    total = sum(one.minor or 0 for one in terms.benefits)
    if not total:
        return Expected(rows, "", "", "", "")
    theirs, ours = halves(total, Fraction(terms.partner_share))
    return Expected(
        rows,
        _("Together, split %(parts)s") % {"parts": split_parts(terms.partner_share)},
        money(total, terms.currency),
        _split(plan, theirs, ours, terms.currency),
        _("The odd unit goes to the partner.") if _is_odd(total, terms.partner_share) else "",
    )


def _split(plan: ImprovementPlan, theirs: int, ours: int, currency: str) -> str:
    return _("%(partner)s %(theirs)s, %(company)s %(ours)s.") % {
        "partner": plan.partner.name,
        "theirs": money(theirs, currency),
        "company": settings.COMPANY_NAME,
        "ours": money(ours, currency),
    }


def _is_odd(total: int, partner_share: Decimal) -> bool:
    return (Fraction(total) * Fraction(partner_share)).denominator != 1


@dataclass(frozen=True)
class BookedRow:
    """`note` tells a reversing entry, or one that was taken back."""

    public_id: str
    day: str
    text: str
    basis: str
    total: str
    split: str
    who: str
    note: str
    can_be_taken_back: bool


@dataclass(frozen=True)
class Booked:
    rows: list[BookedRow]
    total: str
    split: str


def booked_of(plan: ImprovementPlan, entries: Sequence[GainShareEntry]) -> Booked:
    taken = {one.reverses_id for one in entries if one.reverses_id}
    rows = [_booked(plan, one, taken) for one in entries]
    by_currency: dict[str, list[GainShareEntry]] = {}
    for one in entries:
        by_currency.setdefault(one.currency, []).append(one)
    if len(by_currency) != 1:
        return Booked(rows, "", "")
    [(currency, mine)] = by_currency.items()
    theirs, ours = sum(one.partner_minor for one in mine), sum(one.company_minor for one in mine)
    return Booked(rows, money(theirs + ours, currency), _split(plan, theirs, ours, currency))


def _booked(plan: ImprovementPlan, one: GainShareEntry, taken: Collection[int | None]) -> BookedRow:
    note = _("takes an entry back") if one.reverses_id else ""
    if one.pk in taken:
        note = _("taken back")
    return BookedRow(
        one.public_id,
        day(one.booked_on),
        one.text,
        one.basis,
        money(one.total_minor, one.currency),
        _split(plan, one.partner_minor, one.company_minor, one.currency),
        one.verified_by_label,
        note,
        not note,
    )
