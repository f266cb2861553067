"""Which calendar holds for which receiving site."""

from collections.abc import Iterable

from suppliers.engine.calendars import WorkingCalendar
from suppliers.models import Calendar

# Monday to Friday, without holidays: where no calendar says otherwise.
USUAL = WorkingCalendar()


class Calendars:
    """The working days of every receiving site: its own calendar's, else the calendar's for the rest."""

    def __init__(self, rows: Iterable[Calendar]) -> None:
        self._rest = USUAL
        self._sites: dict[str, WorkingCalendar] = {}
        for row in rows:
            if row.site_list:
                self._sites |= dict.fromkeys(map(_plain, row.site_list), row.working)
            else:
                self._rest = row.working

    def of(self, site: str) -> WorkingCalendar:
        """`site` is a line's ship-to; capitals and blanks around it do not matter."""
        return self._sites.get(_plain(site), self._rest)


def known_calendars() -> Calendars:
    """One query."""
    return Calendars(Calendar.objects.all())


def _plain(site: str) -> str:
    return site.strip().casefold()
