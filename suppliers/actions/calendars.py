"""On which days our sites receive: the only place that writes calendars."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.models import Calendar
from suppliers.permissions import check_can_keep_calendars

MOST_HOLIDAYS = 2_000


class CalendarRefused(Exception):
    """Facts that no calendar can have; `field` names which, the message says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def check_facts(facts: Mapping[str, Any], row: Calendar | None = None) -> None:
    """`name`, `sites` (one a line), `weekend` (Monday 0), `holidays` (ISO days). Raises CalendarRefused."""
    others = Calendar.objects.exclude(pk=row.pk) if row is not None else Calendar.objects.all()
    known = {calendar.name.casefold(): calendar for calendar in others}
    if not facts["name"].strip():
        raise CalendarRefused("name", _("Give it a name."))
    if facts["name"].strip().casefold() in known:
        raise CalendarRefused("name", _("Another calendar has this name."))
    _check_sites(Calendar(sites=facts["sites"]).site_list, list(known.values()))
    if len(set(facts["weekend"])) > 6:
        raise CalendarRefused("weekend", _("A week needs a working day."))
    if len(facts["holidays"]) > MOST_HOLIDAYS:
        raise CalendarRefused("holidays", _("These are too many days: a calendar holds 2,000."))
    years = {date.fromisoformat(day).year for day in facts["holidays"]}
    if any(not 1970 <= year <= 2199 for year in years):
        raise CalendarRefused("holidays", _("Holidays lie between 1970 and 2199."))


def _check_sites(sites: list[str], others: list[Calendar]) -> None:
    taken = {site.casefold(): other for other in others for site in other.site_list}
    for site in sites:
        if other := taken.get(site.casefold()):
            words = _("%(site)s is in the calendar “%(name)s” already: a site has one calendar.")
            raise CalendarRefused("sites", words % {"site": site, "name": other.name})
    rest = next((other for other in others if not other.site_list), None)
    if not sites and rest is not None:
        words = _("“%(name)s” is the calendar of all other sites already: name the sites of this one.")
        raise CalendarRefused("sites", words % {"name": rest.name})


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any]) -> Calendar:
    """Figures in working days follow at once. Raises PermissionDenied, CalendarRefused."""
    check_can_keep_calendars(by)
    check_facts(facts)
    try:
        with transaction.atomic():
            calendar = Calendar.objects.create(**facts, changed_by=by.label)
    except IntegrityError as error:
        raise CalendarRefused(
            "name", _("Somebody added such a calendar at this moment: look again.")
        ) from error
    audit.record(by=by, verb="calendar.created", obj=calendar, data=_said(calendar))
    return calendar


@transaction.atomic
def edit(*, by: Actor, calendar: Calendar, version: int, changes: dict[str, Any]) -> list[str]:
    """Returns the changed fields. Raises PermissionDenied, CalendarRefused, StaleSave."""
    check_can_keep_calendars(by)
    facts = {name: getattr(calendar, name) for name in ("name", "sites", "weekend", "holidays")} | changes
    check_facts(facts, calendar)
    was = _said(calendar)
    changed = save_checked(by=by, row=calendar, version=version, changes=changes)
    if changed:
        now = _said(calendar)
        said = {name: [was[name], now[name]] for name in changed}
        audit.record(
            by=by, verb="calendar.edited", obj=calendar, data={"name": calendar.name, "changes": said}
        )
    return changed


@transaction.atomic
def remove(*, by: Actor, calendar: Calendar) -> None:
    """Its sites have the days of the calendar for the rest then. The trail keeps what it was."""
    check_can_keep_calendars(by)
    audit.record(by=by, verb="calendar.removed", obj=calendar, data=_said(calendar))
    calendar.delete()


def _said(calendar: Calendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "sites": calendar.site_list,
        "weekend": list(calendar.weekend),
        "holidays": list(calendar.holidays),
    }
