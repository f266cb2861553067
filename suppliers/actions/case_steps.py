"""One step of a case, as each of its actions takes it: asked, locked, done, written down, told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import Channel, Side
from suppliers.actions.telling_cases import tell
from suppliers.enums import CaseAct
from suppliers.models import Case, CaseMessage
from suppliers.permissions_cases import (
    check_can_note_for_partner,
    check_can_work_on_case,
    side_for,
)
from suppliers.policies_cases import LEADS_TO, CaseRefused, check_can_take

LONGEST = 4000
# From one person: an account in the wrong hands must not flood the other side.
MAX_AN_HOUR = 60
SAID = "case.said"


@dataclass
class Step:
    """What is being done: by whom, for which side, to the locked row of the case."""

    by: Actor
    case: Case
    act: CaseAct
    side: Side
    at: datetime
    channel: str
    heard_from: str = ""
    changed: set[str] = field(default_factory=set)

    @property
    def is_noted(self) -> bool:
        """Did one of us write down what the partner said?"""
        return self.by.is_staff and self.side == Side.PARTNER

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.case, name, value)
            self.changed.add(name)

    def first(self, name: str) -> None:
        """This moment, unless it was done before: what was kept once stays kept."""
        if getattr(self.case, name) is None:
            self.set(**{name: self.at})


def begin(
    *,
    by: Actor,
    case: Case,
    act: CaseAct,
    at: datetime,
    channel: str = "",
    heard_from: str = "",
) -> Step:
    """The step, with its row locked. Raises PermissionDenied or CaseRefused; the caller has a transaction."""
    side = side_for(by, channel)
    if by.is_staff and side == Side.PARTNER:
        check_can_note_for_partner(by, case.partner, act)
    else:
        check_can_work_on_case(by, case)
    locked = lock(case)
    check_can_take(locked, act, side)
    return Step(by, locked, act, side, at, channel or by.channel, heard_from.strip())


def lock(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("partner__owner", "owner", "opened_by")
    locked: Case = rows.get(pk=case.pk)
    return locked


def finish(
    step: Step, given: Case, *, text: str = "", moves: bool = True, tells: bool = True, **data: Any
) -> CaseMessage:
    """Save what changed, write it down in the talk and the trail, and tell the other side."""
    if moves and step.act in LEADS_TO:
        step.set(stage=LEADS_TO[step.act])
    keep(step, given)
    message = write(step, text)
    record(step, **data)
    if tells:
        tell(by=step.by, case=step.case, message=message)
    return message


def keep(step: Step, given: Case) -> None:
    """Saves what may change, and lets the caller's row know."""
    step.case.version += 1
    step.case.changed_by = step.by.label[:200]
    names = step.changed | {"version", "changed_by"}
    step.case.save(update_fields=[*names, "updated_at"])
    for name in names:
        setattr(given, name, getattr(step.case, name))


def write(step: Step, text: str, *, staff_only: bool = False) -> CaseMessage:
    by, noted = step.by, step.is_noted
    said_by = (step.heard_from or step.case.partner.name) if noted else by.label
    return CaseMessage.objects.create(
        case=step.case,
        side=step.side,
        said_by=said_by[:200],
        user=None if noted else by.user,
        noted_by_label=by.label[:200] if noted else "",
        at=step.at,
        channel=step.channel,
        act="" if step.act == CaseAct.SAY else step.act,
        staff_only=staff_only,
        text=text,
    )


def record(step: Step, **data: Any) -> None:
    """The trail says who did what when; the words themselves stay in the case."""
    verb = SAID if step.act == CaseAct.SAY else f"case.{step.act.value}"
    given = {"case": step.case.reference, "side": step.side.value, **data}
    if step.channel == Channel.PHONE:
        given["heard_from"] = step.heard_from
    audit.record(by=step.by, verb=verb, obj=step.case, scope=step.case.partner.public_id, data=given)


def worded(text: str) -> str:
    """Line ends as one sign each. Raises CaseRefused without words, or with too many."""
    words = fitting(text)
    if not words:
        raise CaseRefused(_("Write a few words first."))
    return words


def fitting(text: str) -> str:
    """The same where words may be left out."""
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise CaseRefused(
            _("That is %(n)d characters; %(most)d fit. Could you say it shorter?")
            % {"n": len(words), "most": LONGEST}
        )
    return words


def check_not_too_many(by: Actor, at: datetime) -> None:
    """Raises CaseRefused after a great deal in an hour."""
    verbs = [SAID, "case.opened"]
    if audit.count(by=by, verbs=verbs, since=at - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise CaseRefused(_("You have written a great deal in the last hour. Go on a little later."))
