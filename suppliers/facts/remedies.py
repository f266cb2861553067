"""How far a role can go: limits, in the company's currency, and what a remedy comes to in it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from portal.models import User
from suppliers.engine.rates import convert
from suppliers.facts.rates import rate_on
from suppliers.models import RemedyLimit


@dataclass(frozen=True)
class Worth:
    """What a remedy costs us in minor units of our currency; `minor` None: no rate says so on that day."""

    minor: int | None
    day: date
    rate: Decimal | None = None


def worth(amount_minor: int, currency: str, day: date) -> Worth:
    """By the last rate on or before the day; one query, or none in our own currency."""
    if currency == settings.COMPANY_CURRENCY:
        return Worth(amount_minor, day)
    rate = rate_on(currency, day)
    if rate is None:
        return Worth(None, day)
    return Worth(convert(amount_minor, currency, settings.COMPANY_CURRENCY, rate), day, rate)


def limits() -> dict[str, int]:
    """By role, in minor units: one query."""
    return dict(RemedyLimit.objects.values_list("role", "amount_minor"))


def may_grant(minor: int | None) -> QuerySet[User]:
    """Our people whose role can go so far, by name; None: whose role can go furthest."""
    known = limits()
    least = minor if minor is not None else max(known.values(), default=0)
    roles = [role for role, limit in known.items() if limit >= least]
    return User.objects.filter(role__in=roles, is_active=True).order_by("name", "pk")
