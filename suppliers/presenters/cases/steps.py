"""The six steps of a case with their moments: listened, sorry, understood, agreed, followed up, learned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clocks import working_hours
from portal.engine.rounding import half_up
from portal.presentation import day, moment, number
from suppliers.enums import CaseAct, CaseStage
from suppliers.models import Case, CaseMessage
from suppliers.presenters.words import sentence_case

ORDER = list(CaseStage)


@dataclass(frozen=True)
class Step:
    """`state` is done, now or later; `note` stands under its name."""

    name: str
    note: str
    state: str


def steps_of(case: Case, messages: Sequence[CaseMessage]) -> list[Step]:
    """A case that was withdrawn stands where it was left: no step is now."""
    who = {message.act: message.said_by for message in messages if message.act}
    stages = [
        (CaseStage.HEARD, _("Listened"), _listened(case)),
        (CaseStage.ACKNOWLEDGED, _("Said sorry"), _sorry(case)),
        (CaseStage.UNDERSTOOD, _("Understood"), _understood(case, who.get(CaseAct.UNDERSTAND, ""))),
        (CaseStage.AGREED, _("Remedy agreed"), _agreed(case)),
        (CaseStage.FOLLOWED_UP, _("Followed up"), _followed(case)),
        (CaseStage.CLOSED, _("Learned"), _learned(case)),
    ]
    reached = _reached(case)
    steps, found_now = [], case.stage in (CaseStage.CLOSED, CaseStage.WITHDRAWN)
    for stage, name, note in stages:
        if ORDER.index(stage) <= reached:
            steps.append(Step(name, note, "done"))
        else:
            steps.append(Step(_now_name(stage, name), note, "later" if found_now else "now"))
            found_now = True
    return steps


def _reached(case: Case) -> int:
    """The place of the furthest step that is done; a withdrawn case is done as far as it came."""
    if case.stage != CaseStage.WITHDRAWN:
        stage = CaseStage.UNDERSTOOD if case.stage == CaseStage.OFFERED else CaseStage(case.stage)
        return ORDER.index(stage)
    done = [
        (case.followed_up_at, CaseStage.FOLLOWED_UP),
        (case.agreed_at, CaseStage.AGREED),
        (case.understood_at, CaseStage.UNDERSTOOD),
        (case.acknowledged_at, CaseStage.ACKNOWLEDGED),
    ]
    return ORDER.index(next((stage for at, stage in done if at is not None), CaseStage.HEARD))


def _now_name(stage: CaseStage, name: str) -> str:
    """A step that comes is named by what to do."""
    todo = {
        CaseStage.ACKNOWLEDGED: _("Say sorry"),
        CaseStage.UNDERSTOOD: _("Understand"),
        CaseStage.AGREED: _("Agree a remedy"),
        CaseStage.FOLLOWED_UP: _("Follow up"),
        CaseStage.CLOSED: _("Learn"),
    }
    return todo.get(stage, name)


def _listened(case: Case) -> str:
    by = case.heard_by.get_short_name() if case.heard_by else case.opened_by_label
    return _joined(day(case.opened_at, "short"), by)


def _sorry(case: Case) -> str:
    if case.acknowledged_at is None:
        return _by(case.acknowledge_by)
    took = _short(working_hours().hours_between(case.opened_at, case.acknowledged_at))
    promised = _short(Decimal(settings.CASE_ACKNOWLEDGE_HOURS))
    words = _("after %(took)s of %(hours)s") % {"took": took, "hours": promised}
    return _joined(day(case.acknowledged_at, "short"), words)


def _short(hours: Decimal) -> str:
    """“40 min”, “3 h”."""
    if hours < 1:
        return _("%(n)s min") % {"n": number(max(1, int(hours * 60)))}
    return _("%(n)s h") % {"n": number(half_up(hours, 0))}


def _understood(case: Case, who: str) -> str:
    if case.understood_at is None:
        return _by(case.understand_by)
    return _joined(day(case.understood_at, "short"), who)


def _agreed(case: Case) -> str:
    return day(case.agreed_at, "short") if case.agreed_at else _by(case.agree_by)


def _followed(case: Case) -> str:
    if case.followed_up_at:
        return day(case.followed_up_at, "short")
    if case.follow_up_on:
        return _("by %(day)s") % {"day": day(case.follow_up_on, "short")}
    days = settings.CASE_FOLLOW_UP_DAYS
    return ngettext("%(n)s day after", "%(n)s days after", days) % {"n": number(days)}


def _learned(case: Case) -> str:
    return day(case.closed_at, "short") if case.closed_at else _("cause and change")


def _by(due_at: dt.datetime | None) -> str:
    return _("by %(moment)s") % {"moment": moment(due_at, "short")} if due_at else ""


def _joined(*words: str) -> str:
    return sentence_case(", ".join(filter(None, words)))
