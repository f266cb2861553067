"""The clocks of a case: what was promised when it was opened, and how it was kept."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.conf import settings

from portal.clocks import working_hours
from suppliers.enums import CaseStage
from suppliers.models import Case


class CaseClock(StrEnum):
    """The steps that are promised by a moment, in their order."""

    ACKNOWLEDGE = "acknowledge"
    UNDERSTAND = "understand"
    AGREE = "agree"
    FOLLOW_UP = "follow_up"


class ClockState(StrEnum):
    MET = "met"
    MISSED = "missed"  # done, but late
    RUNNING = "running"
    LATE = "late"  # neither done nor in time
    LATER = "later"  # starts with the remedy
    NONE = "none"  # nothing was promised, or the case was withdrawn


# By clock: where the promise stands, and the moment of its first being done.
FIELDS = {
    CaseClock.ACKNOWLEDGE: ("acknowledge_by", "acknowledged_at"),
    CaseClock.UNDERSTAND: ("understand_by", "understood_at"),
    CaseClock.AGREE: ("agree_by", "agreed_at"),
    CaseClock.FOLLOW_UP: ("follow_up_on", "followed_up_at"),
}
PROMISED = tuple(FIELDS)[:3]


@dataclass(frozen=True)
class Clock:
    """`hours`: working hours that are left (negative: past), or that it took once it is done."""

    kind: CaseClock
    state: ClockState
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    hours: Decimal | None

    @property
    def is_over(self) -> bool:
        return self.done_at is not None or self.state == ClockState.NONE


def promised(opened_at: dt.datetime) -> dict[str, dt.datetime]:
    """What a case that is opened at this moment promises, by the fields of Case."""
    clock = working_hours()
    return {
        "acknowledge_by": clock.after_hours(opened_at, settings.CASE_ACKNOWLEDGE_HOURS),
        "understand_by": clock.after_days(opened_at, settings.CASE_UNDERSTAND_DAYS),
        "agree_by": clock.after_days(opened_at, settings.CASE_AGREE_DAYS),
    }


def end_of(day: dt.date) -> dt.datetime:
    """When that day's promise is past: the end of the day on the company's clock."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), working_hours().zone)


def half_of(case: Case, clock: CaseClock) -> dt.datetime | None:
    """The moment at which half of the working time of this promise has passed; None without a promise."""
    due_at = getattr(case, FIELDS[clock][0])
    if clock not in PROMISED or due_at is None:
        return None
    hours = working_hours()
    return hours.after_hours(case.opened_at, hours.hours_between(case.opened_at, due_at) / 2)


def clocks(case: Case, now: dt.datetime) -> tuple[Clock, ...]:
    """All four, in their order; none of them asks the database."""
    return tuple(_clock(case, kind, now) for kind in CaseClock)


def running(case: Case, now: dt.datetime) -> Clock | None:
    """The next promise that is still to be kept; None when nothing is."""
    waiting = (one for one in clocks(case, now) if one.state in (ClockState.RUNNING, ClockState.LATE))
    return next(waiting, None)


def kept(cases: Iterable[Case], kind: CaseClock, now: dt.datetime) -> tuple[int, int]:
    """How many of these promises were kept, of how many that are done or past."""
    states = [_clock(case, kind, now).state for case in cases]
    met = states.count(ClockState.MET)
    return met, met + states.count(ClockState.MISSED) + states.count(ClockState.LATE)


def _clock(case: Case, kind: CaseClock, now: dt.datetime) -> Clock:
    due_field, done_field = FIELDS[kind]
    due, done_at = getattr(case, due_field), getattr(case, done_field)
    due_at = _moment(due)
    return Clock(
        kind, _state(case, due_at, done_at, now), due_at, done_at, _hours(case, due_at, done_at, now)
    )


def _moment(due: Any) -> dt.datetime | None:
    if due is None or isinstance(due, dt.datetime):
        return due
    return end_of(due)


def _state(
    case: Case, due_at: dt.datetime | None, done_at: dt.datetime | None, now: dt.datetime
) -> ClockState:
    if done_at is not None:
        return ClockState.MISSED if due_at is not None and done_at > due_at else ClockState.MET
    if case.stage in (CaseStage.WITHDRAWN, CaseStage.CLOSED):
        return ClockState.NONE
    if due_at is None:
        return ClockState.LATER
    return ClockState.LATE if now > due_at else ClockState.RUNNING


def _hours(
    case: Case, due_at: dt.datetime | None, done_at: dt.datetime | None, now: dt.datetime
) -> Decimal | None:
    clock = working_hours()
    if done_at is not None:
        return clock.hours_between(case.opened_at, done_at)
    return clock.hours_between(now, due_at) if due_at is not None else None
