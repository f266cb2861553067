"""Dated exchange rates: on a day without one, a weekend or a holiday, the last one before it holds."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, Subquery

from suppliers.models import ExchangeRate

PAR = Decimal(1)


class Rates:
    """The rates of some currencies, by day."""

    def __init__(self) -> None:
        self._days: dict[str, list[date]] = defaultdict(list)
        self._rates: dict[str, dict[date, Decimal]] = defaultdict(dict)

    def add(self, currency: str, day: date, rate: Decimal) -> None:
        days = self._days[currency]
        if day not in self._rates[currency]:
            days.insert(bisect_right(days, day), day)
        self._rates[currency][day] = rate

    def on(self, currency: str, day: date) -> Decimal | None:
        """Units of `currency` for one of the company's on that day; None before the first rate."""
        if currency == settings.COMPANY_CURRENCY:
            return PAR
        place = bisect_right(self._days[currency], day)
        return self._rates[currency][self._days[currency][place - 1]] if place else None

    def next_day(self, currency: str, day: date) -> date | None:
        """The first later day with a rate of its own."""
        place = bisect_right(self._days[currency], day)
        return self._days[currency][place] if place < len(self._days[currency]) else None


def rates_of(days: Mapping[str, Iterable[date]], *, with_next: bool = False) -> Rates:
    """What `Rates.on` needs for these days of these currencies: one query, or none.

    `with_next`: for `Rates.next_day` too.
    """
    rates, wanted = Rates(), Q()
    for currency in sorted(days.keys() - {settings.COMPANY_CURRENCY}):
        first, last = min(days[currency]), max(days[currency])
        wanted |= Q(currency=currency, date__gt=first, date__lte=last)
        wanted |= Q(currency=currency, date=_last_before(currency, first))
        if with_next:
            wanted |= Q(currency=currency, date=_first_after(currency, last))
    if wanted:
        for row in ExchangeRate.objects.filter(wanted).values_list("currency", "date", "rate"):
            rates.add(*row)
    return rates


def rate_on(currency: str, day: date) -> Decimal | None:
    """The last rate on or before a day; 1 for the company's own currency; None before the first rate."""
    return rates_of({currency: [day]}).on(currency, day)


def _last_before(currency: str, day: date) -> Subquery:
    earlier = ExchangeRate.objects.filter(currency=currency, date__lte=day)
    return Subquery(earlier.order_by("-date").values("date")[:1])


def _first_after(currency: str, day: date) -> Subquery:
    later = ExchangeRate.objects.filter(currency=currency, date__gt=day)
    return Subquery(later.order_by("date").values("date")[:1])
