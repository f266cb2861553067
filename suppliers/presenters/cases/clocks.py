"""The clocks of a case in words: what was promised, what is left of it, how soon it was kept."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clocks import local_day, working_hours
from portal.engine.rounding import half_up
from portal.presentation import day, moment, number
from suppliers.facts.case_lists import ENDED, next_due
from suppliers.models import Case
from suppliers.presenters.clocks import hours_words


@dataclass(frozen=True)
class CaseClock:
    """What is left, in words; `tone` as of chips: empty while there is time."""

    words: str
    tone: str = ""

    @property
    def css(self) -> str:
        return f"txt-{self.tone}" if self.tone else "muted"

    @property
    def short(self) -> str:
        """For a list beside the cards: the same words."""
        return self.words

    @property
    def chip(self) -> str:
        return self.tone or "open"


@dataclass(frozen=True)
class ClockRow:
    """One promise: its name, what was promised, and how it stands."""

    name: str
    promised: str
    words: str
    tone: str
    picture: str


def length_of_day() -> Decimal:
    """Working hours of one working day."""
    opens, closes = settings.WORKING_HOURS
    return Decimal((closes.hour - opens.hour) * 60 + closes.minute - opens.minute) / 60


def span_words(hours: Decimal) -> str:
    """“40 minutes”, “3 working hours”, from one working day on “2 working days”."""
    length = length_of_day()
    if hours < length:
        return hours_words(hours)
    days = half_up(hours / length, 0)
    return ngettext("%(n)s working day", "%(n)s working days", int(days)) % {"n": number(days)}


def left_words(opened_at: dt.datetime, due_at: dt.datetime, now: dt.datetime) -> CaseClock:
    """“2 of 5 working days left”, “40 minutes left”, “3 working hours over”."""
    hours, length = working_hours(), length_of_day()
    left, promised = hours.hours_between(now, due_at), hours.hours_between(opened_at, due_at)
    if now > due_at:
        return CaseClock(_("%(span)s over") % {"span": span_words(-left)}, "bad")
    if promised > length and left >= length:
        words = ngettext(
            "%(left)s of %(all)s working day left",
            "%(left)s of %(all)s working days left",
            int(half_up(promised / length, 0)),
        ) % {"left": number(half_up(left / length, 0)), "all": number(half_up(promised / length, 0))}
        return CaseClock(words, "warn" if left < 2 * length else "")
    return CaseClock(_("%(span)s left") % {"span": hours_words(left)}, "warn")


def day_words(due_on: dt.date, today: dt.date) -> CaseClock:
    """For a follow-up, which has a day."""
    left = (due_on - today).days
    if left < 0:
        words = ngettext("%(n)s day over", "%(n)s days over", -left) % {"n": number(-left)}
        return CaseClock(words, "bad")
    if left == 0:
        return CaseClock(_("today"), "warn")
    words = ngettext("in %(n)s day", "in %(n)s days", left) % {"n": number(left)}
    return CaseClock(words, "warn" if left == 1 else "")


def clock_of(case: Case, now: dt.datetime) -> CaseClock:
    """Of what comes next; a case that is over, or was never given a clock, says so."""
    if case.stage in ENDED:
        return CaseClock(_("stopped"))
    due = next_due(case)
    if isinstance(due, dt.datetime):
        return left_words(case.opened_at, due, now)
    if due is not None:
        return day_words(due, local_day(now))
    return CaseClock(_("none runs"))


def due_words(case: Case) -> str:
    """“Thu 8 Oct, 16:00”, “Thu 22 Oct”; empty without one."""
    due = next_due(case)
    if isinstance(due, dt.datetime):
        return moment(due, "week")
    return day(due, "week") if due is not None else ""


def clock_rows(case: Case, now: dt.datetime) -> list[ClockRow]:
    """The four promises of a case, as they were made when it was opened."""
    hours = ngettext("%(n)s working hour", "%(n)s working hours", settings.CASE_ACKNOWLEDGE_HOURS)
    rows = [
        _row(
            _("First sorry"),
            hours % {"n": number(settings.CASE_ACKNOWLEDGE_HOURS)},
            case,
            (case.acknowledge_by, case.acknowledged_at),
            now,
        ),
        _row(_("Cause told"), "", case, (case.understand_by, case.understood_at), now),
        _row(_("Remedy agreed"), "", case, (case.agree_by, case.agreed_at), now),
        _follow_up(case, now),
    ]
    return [row for row in rows if row is not None]


def _row(
    name: str,
    promised: str,
    case: Case,
    pair: tuple[dt.datetime | None, dt.datetime | None],
    now: dt.datetime,
) -> ClockRow | None:
    due_at, done_at = pair
    if due_at is None:
        return None
    told = promised or moment(due_at, "week")
    if done_at is not None:
        return ClockRow(name, _promised(told), *_kept(case, due_at, done_at))
    if case.stage in ENDED:
        return ClockRow(name, _promised(told), _("not needed"), "", "dash")
    clock = left_words(case.opened_at, due_at, now)
    return ClockRow(name, _promised(told), clock.words, clock.chip, "clock")


def _promised(words: str) -> str:
    return _("promised %(when)s") % {"when": words}


def _kept(case: Case, due_at: dt.datetime, done_at: dt.datetime) -> tuple[str, str, str]:
    hours = working_hours()
    if done_at > due_at:
        late = span_words(hours.hours_between(due_at, done_at))
        return _("%(span)s late") % {"span": late}, "warn", "clock"
    return (
        _("after %(span)s") % {"span": span_words(hours.hours_between(case.opened_at, done_at))},
        "ok",
        "check",
    )


def _follow_up(case: Case, now: dt.datetime) -> ClockRow:
    name = _("Followed up")
    if case.follow_up_on is None:
        days = ngettext(
            "%(n)s day after the remedy", "%(n)s days after the remedy", settings.CASE_FOLLOW_UP_DAYS
        )
        told = days % {"n": number(settings.CASE_FOLLOW_UP_DAYS)}
        return ClockRow(name, told, _("not needed") if case.stage in ENDED else _("later"), "open", "clock")
    told = _promised(day(case.follow_up_on, "week"))
    if case.followed_up_at is not None:
        late = (local_day(case.followed_up_at) - case.follow_up_on).days
        if late > 0:
            words = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number(late)}
            return ClockRow(name, told, words, "warn", "clock")
        return ClockRow(name, told, _("in time"), "ok", "check")
    if case.stage in ENDED:
        return ClockRow(name, told, _("not needed"), "", "dash")
    clock = day_words(case.follow_up_on, local_day(now))
    return ClockRow(name, told, clock.words, clock.chip, "clock")
