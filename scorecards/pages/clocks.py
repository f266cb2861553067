"""The clock of a contest, in calendar days: “1 day left of 5”."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clocks import local_day
from portal.presentation import day, number
from scorecards.enums import ContestState
from scorecards.models import Contest
from suppliers.presenters.clocks import Clock


@dataclass(frozen=True)
class DayClock(Clock):
    """`left` calendar days; negative once it has run out."""

    @property
    def short(self) -> str:
        return days_words(int(self.left))


def clock_of(contest: Contest, today: dt.date) -> DayClock:
    """How long is left, or how long it took; `today` in the company's zone."""
    filed_on = local_day(contest.filed_at)
    left = (contest.due_on - today).days
    if contest.state == ContestState.WITHDRAWN:
        return DayClock(_("withdrawn"), "", Decimal(left), stopped=True)
    if contest.closed_at is not None:
        took = (local_day(contest.closed_at) - filed_on).days
        words = (
            _("answered on the day")
            if not took
            else _("answered after %(days)s") % {"days": days_words(took)}
        )
        late = local_day(contest.closed_at) > contest.due_on
        return DayClock(words, "warn" if late else "ok", Decimal(left), stopped=True)
    if left < 0:
        words = _("overdue since %(day)s") % {"day": day(contest.due_on, "short")}
        return DayClock(words, "bad", Decimal(left))
    if left == 0:
        return DayClock(_("answer due today"), "warn", Decimal(left))
    words = _("%(left)s left of %(all)s") % {
        "left": days_words(left),
        "all": number((contest.due_on - filed_on).days),
    }
    return DayClock(words, "warn" if left == 1 else "", Decimal(left))


def days_words(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", abs(days)) % {"n": number(days)}


def promised_words(name: str = "") -> str:
    """Alice answers within 5 days."""
    return _("%(name)s answers within %(days)s.") % {
        "name": name or settings.COMPANY_NAME,
        "days": days_words(settings.CONTEST_DAYS),
    }
