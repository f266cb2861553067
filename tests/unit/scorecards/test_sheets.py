"""When a period closes: once every window has, in calendar days or in the working days of our sites."""

from datetime import date, timedelta

import pytest

from portal.engine.periods import Period
from scorecards.actions.sheets import Sheet
from scorecards.models import ScorecardTemplate, TemplateLine, TemplateVersion
from suppliers.engine.calendars import WorkingCalendar

SEPTEMBER = Period.parse("2026-09")
TWO_WEEKS = frozenset(date(2026, 9, 28) + timedelta(days=days) for days in range(14))
CALENDARS = {
    "five days a week": WorkingCalendar(),
    "three days a week": WorkingCalendar(frozenset({1, 3, 5, 6})),
    "closed for two weeks": WorkingCalendar(frozenset({5, 6}), TWO_WEEKS),
}


def closes(late_days, days):
    template = ScorecardTemplate(name="x")
    version = TemplateVersion(template=template, number=1, grace_days=3)
    line = TemplateLine(version=version, kpi="otif_lines", late_days=late_days, days=days)
    return Sheet(template, version, (line,), ()).as_of(SEPTEMBER)


@pytest.mark.parametrize(("late_days", "day"), [(0, 3), (2, 3), (3, 4), (10, 11)])
def test_the_grace_or_the_day_after_the_widest_window(late_days, day):
    assert closes(late_days, "calendar") == date(2026, 10, day)


def test_no_days_late_are_none_in_working_days_too():
    assert closes(0, "working") == date(2026, 10, 3)


@pytest.mark.parametrize("late_days", [1, 5, 10, 20])
@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS)
def test_a_window_in_working_days_is_over_when_the_period_closes(calendar, late_days):
    assert closes(late_days, "working") > calendar.shifted(SEPTEMBER.end, late_days)
