"""How much is left of a promised answer time, in words: “7 of 8 working hours left”."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clocks import working_hours
from portal.engine.rounding import half_up
from portal.presentation import number

# From so many working hours on it is worth a colour.
SOON = Decimal(2)


@dataclass(frozen=True)
class Clock:
    """`left` working hours of `promised`; negative once it has run out. `stopped`: it was answered."""

    words: str
    tone: str
    left: Decimal
    stopped: bool = False

    @property
    def short(self) -> str:
        """“3.5 h”"""
        return _("%(hours)s h") % {"hours": number(self.left, 1)}

    @property
    def css(self) -> str:
        return f"txt-{self.tone}" if self.tone else "muted"


def hours_words(hours: Decimal) -> str:
    """“8 working hours”, “1.5 working hours”, “40 minutes”."""
    if hours < 1:
        minutes = max(1, int(half_up(hours * 60, 0)))
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    rounded = half_up(hours, 0 if hours >= 10 else 1)
    places = 0 if rounded == rounded.to_integral_value() else 1
    return ngettext("%(n)s working hour", "%(n)s working hours", 1 if rounded == 1 else 2) % {
        "n": number(rounded, places)
    }


def running(asked_at: dt.datetime, due_at: dt.datetime, now: dt.datetime) -> Clock:
    """The clock of somebody who still waits."""
    hours = working_hours()
    left = hours.hours_between(now, due_at)
    if left < 0:
        return Clock(_("%(hours)s over") % {"hours": hours_words(-left)}, "bad", left)
    if left < 1:
        return Clock(_("%(hours)s left") % {"hours": hours_words(left)}, "warn", left)
    promised = hours.hours_between(asked_at, due_at)
    places = 0 if left >= SOON else 1
    words = _("%(left)s of %(all)s working hours left") % {
        "left": number(left, places),
        "all": number(half_up(promised, 1), None),
    }
    return Clock(words, "" if left >= SOON else "warn", left)


def stopped(asked_at: dt.datetime, due_at: dt.datetime, answered_at: dt.datetime) -> Clock:
    """The clock of somebody who has their answer."""
    hours = working_hours()
    took = hours.hours_between(asked_at, answered_at)
    late = hours.hours_between(due_at, answered_at)
    words = _("answered after %(hours)s") % {"hours": hours_words(took)}
    if late > 0:
        words = _("%(words)s, %(late)s late") % {"words": words, "late": hours_words(late)}
    return Clock(words, "warn" if late > 0 else "ok", -late, stopped=True)
