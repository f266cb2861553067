"""Which days the pages about contribution show: one choice in the address of each of them.

`?period=` holds a month, a quarter, a year (2026-09, 2026-Q3, 2026) or `12m`, the twelve last whole months;
`?from=` and `?to=` any days. What cannot be read is said, and the twelve months are shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portal.engine.periods import BadPeriod, Period
from portal.presentation import day
from suppliers.facts.contribution import Extent, Span

TWELVE, RANGE = "12m", "range"
# What the list offers; any other can be typed into the address.
MONTHS, QUARTERS, YEARS = 12, 8, 5
LONGEST = 40
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Offer:
    """One period of the list."""

    key: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class Chosen:
    """The days that are shown; `groups` are the periods to choose from, under their headings.

    `start` and `end` stand in the fields of a range as they were typed; `problem` says what was not
    understood.
    """

    span: Span
    key: str
    label: str
    groups: tuple[tuple[str, tuple[Offer, ...]], ...]
    start: str = ""
    end: str = ""
    problem: str = ""

    @property
    def before(self) -> Span:
        """The same days a year before."""
        return self.span.shifted(-12)

    @property
    def parameters(self) -> dict[str, str]:
        """What the address holds of it."""
        if self.key == RANGE:
            return {"from": self.span.start.isoformat(), "to": self.span.end.isoformat()}
        return {"period": self.key}

    @property
    def query(self) -> str:
        """`?period=2026-Q3`, to carry the choice to another page."""
        return f"?{urlencode(self.parameters)}"


def chosen(asked: Mapping[str, Any], today: date, extent: Extent | None) -> Chosen:
    """From the parameters of the address. `extent` is what the ledger holds (facts.contribution)."""
    first, last = (asked.get(name) or "" for name in ("from", "to"))
    key = asked.get("period") or ""
    newest = _newest(today, extent)
    span, problem = twelve(newest), ""
    found = TWELVE
    if (first or last) and key in ("", RANGE):
        typed = _range(str(first), str(last))
        if isinstance(typed, Span):
            span, found = typed, RANGE
        else:
            problem = typed
    elif key not in ("", TWELVE, RANGE):
        try:
            period = _readable(str(key))
            span, found = Span(period.start, period.end), period.key
        except BadPeriod:
            words = _("“%(text)s” is no period between 1970 and 2199: write 2026, 2026-Q3 or 2026-09.")
            problem = words % {"text": str(key)[:LONGEST]}
    groups = tuple(_groups(newest, extent, found, span))
    if found == RANGE:
        first, last = span.start.isoformat(), span.end.isoformat()
    return Chosen(span, found, span_words(span), groups, str(first), str(last), problem)


def _readable(text: str) -> Period:
    """Raises BadPeriod for one that lies so far off that there is no year before it or after it."""
    period = Period.parse(text)
    if not EARLIEST <= period.start <= period.end <= LATEST:
        raise BadPeriod(f"{text!r} is not between 1970 and 2199")
    return period


def twelve(newest: Period) -> Span:
    """The twelve months that end with this one."""
    return Span(newest.shifted(-11).start, newest.end)


def span_words(span: Span) -> str:
    """“October 2026”, “Oct 2025 to Sep 2026”, “2026”, “3rd quarter of 2026”, or the days."""
    if not span.is_whole:
        return _("%(start)s to %(end)s") % {"start": day(span.start), "end": day(span.end)}
    period = Period.containing(span.start, span.months) if span.months in (1, 3, 12) else None
    if period is not None and (period.start, period.end) == (span.start, span.end):
        return period_words(period)
    values = {"start": day(span.start, "month"), "end": day(span.end, "month")}
    return _("%(start)s to %(end)s") % values


def period_words(period: Period) -> str:
    """“September 2026”, “Quarter 3, 2026”, “2026”."""
    if period.months == 1:
        return day(period.start, "month")
    if period.months == 3:
        number = (period.start.month + 2) // 3
        return _("Quarter %(number)s, %(year)s") % {"number": number, "year": period.start.year}
    return str(period.start.year)


def _newest(today: date, extent: Extent | None) -> Period:
    """The last month that is over; where the ledger ends before it, the ledger's last."""
    over = Period.containing(today).shifted(-1)
    if extent is None:
        return over
    return min(over, Period(date(extent.last // 100, extent.last % 100, 1), 1))


def _range(first: str, last: str) -> Span | str:
    """The days, or what is wrong with them."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return _("Give the first and the last day, as 2026-09-30.")
    if not EARLIEST <= start <= end <= LATEST:
        return _("The first day comes before the last, and both lie between 1970 and 2199.")
    return Span(start, end)


def _groups(
    newest: Period, extent: Extent | None, key: str, span: Span
) -> Iterator[tuple[str, tuple[Offer, ...]]]:
    shown = (Offer(RANGE, span_words(span), True),) if key == RANGE else ()
    yield "", (*shown, Offer(TWELVE, span_words(twelve(newest)), key == TWELVE))
    first = date(extent.first // 100, extent.first % 100, 1) if extent else newest.start
    for label, months, most in (
        (_("Years"), 12, YEARS),
        (_("Quarters"), 3, QUARTERS),
        (_("Months"), 1, MONTHS),
    ):
        last = Period.containing(newest.end + timedelta(days=1) if months > 1 else newest.start, months)
        periods = [last.shifted(-back) for back in range(most)]
        offers = [Offer(one.key, period_words(one), one.key == key) for one in periods if one.end >= first]
        if _is_rare(key, months, offers):
            offers.append(Offer(key, period_words(Period.parse(key)), True))
        if offers:
            yield label, tuple(offers)


def _is_rare(key: str, months: int, offers: list[Offer]) -> bool:
    """Was a period of this length typed that the list does not offer?"""
    if key in (TWELVE, RANGE) or any(offer.is_current for offer in offers):
        return False
    return Period.parse(key).months == months
