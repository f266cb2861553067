"""Calendars in words: which days off, which holidays come next, what follows from a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number, reader_locale
from suppliers.engine.holidays import spans
from suppliers.models import Calendar


@dataclass(frozen=True)
class Year:
    """The holidays of a year, days in a row together."""

    name: str
    days: list[str]


def weekdays() -> dict[int, str]:
    """Monday 0 to Sunday 6, in the reader's language."""
    names = reader_locale().days["stand-alone"]["wide"]
    return {number_: capfirst(names[number_]) for number_ in range(7)}


def weekend_words(calendar: Calendar) -> str:
    """Saturday, Sunday."""
    names = weekdays()
    return ", ".join(names[one] for one in sorted(calendar.weekend)) or _("none")


def sites_words(calendar: Calendar) -> str:
    return ", ".join(calendar.site_list) or _("All sites that no other calendar names")


def next_holiday(calendar: Calendar, today: date) -> date | None:
    return next((one for one in sorted(calendar.days_off) if one >= today), None)


def years(calendar: Calendar) -> list[Year]:
    """The newest first."""
    by_year: dict[int, list[str]] = {}
    for first, last in spans(calendar.days_off):
        words = day(first) if first == last else f"{day(first)} – {day(last)}"
        by_year.setdefault(first.year, []).append(words)
    return [Year(f"{year:04d}", days) for year, days in sorted(by_year.items(), reverse=True)]


def uses_words(uses: Sequence[str], lines: int) -> list[str]:
    """What counts in these days, and how much is on its way there."""
    said = [_("Counts in working days: %(name)s.") % {"name": name} for name in uses]
    if not said:
        said.append(_("No scorecard template in use counts in working days yet."))
    words = ngettext(
        "%(count)s open order line is on its way to these sites.",
        "%(count)s open order lines are on their way to these sites.",
        lines,
    )
    return [*said, words % {"count": number(lines)}]


def change_words() -> str:
    """What a change does, said before it is made."""
    return _(
        "Figures of open periods follow at once. Published cards stay as they are; published again, those "
        "whose lines are judged otherwise by the new days become a new revision."
    )
