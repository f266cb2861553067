"""The list of working calendars."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.presentation import NONE
from portal.tables import Column, DayColumn, LinkColumn, NumberColumn, Table
from suppliers.models import Calendar
from suppliers.presenters.calendars import next_holiday, sites_words, weekend_words


class SitesColumn(Column):
    """As they are named, or that it is for the rest."""

    def write(self, value: Any, record: Calendar) -> str:
        return sites_words(record)

    def value(self, value: Any, record: Calendar) -> str:
        return "; ".join(record.site_list)


class WeekendColumn(Column):
    """The days off in words, in files too."""

    def write(self, value: Any, record: Calendar) -> str:
        return weekend_words(record)

    def value(self, value: Any, record: Calendar) -> str:
        return weekend_words(record)


class HolidayCountColumn(NumberColumn):
    """How many there are."""

    def write(self, value: Any, record: Calendar) -> Any:
        return super().write(len(record.holidays), record)

    def value(self, value: Any, record: Calendar) -> int:
        return len(record.holidays)


class NextHolidayColumn(DayColumn):
    """The next from today on, if there is one."""

    def write(self, value: Any, record: Calendar) -> Any:
        found = self.value(value, record)
        return super().write(found, record) if found else NONE

    def value(self, value: Any, record: Calendar) -> date | None:
        return next_holiday(record, timezone.localdate())


class CalendarTable(Table):
    """Each with its sites and days off."""

    always = ("name",)
    empty_title = _("No calendar yet")
    empty_hint = _("Without one, working days are Monday to Friday, without holidays, at every site.")

    name = LinkColumn(
        _("Calendar"),
        linkify=lambda record: reverse("suppliers:working_calendar", args=[record.public_id]),
        order_by=("name", "pk"),
    )
    sites_ = SitesColumn(_("Receiving sites"), accessor="pk", order_by=("sites", "pk"))
    weekend_ = WeekendColumn(_("Days off in a week"), accessor="pk", orderable=False)
    holidays_ = HolidayCountColumn(_("Holidays"), accessor="pk", orderable=False)
    next_ = NextHolidayColumn(_("Next holiday"), accessor="pk", orderable=False)

    class Meta(Table.Meta):
        pass
