"""When we met and when we mean to: noted, planned, held, changed, cancelled, taken back within a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import Side
from portal.models import User
from suppliers.enums import TouchKind, TouchState
from suppliers.models import Contact, Partner, Touchpoint
from suppliers.permissions_touch import check_can_note, check_can_say_kept

BACK_WITHIN = timedelta(days=1)
LONGEST = 4000
AHEAD = timedelta(days=730)


class TouchRefused(Exception):
    """It cannot be so; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Said:
    """What one touchpoint holds; `who` of us was there (None: whoever notes it)."""

    kind: str
    on: date
    text: str = ""
    starts_at: datetime | None = None
    who: User | None = None
    contact: Contact | None = None
    with_names: str = ""
    place: str = ""
    promised: str = ""
    promised_by_side: str = ""
    promised_by: date | None = None
    is_shared: bool = False


@transaction.atomic
def note(*, by: Actor, partner: Partner, said: Said, at: datetime) -> Touchpoint:
    """It took place. Raises PermissionDenied or TouchRefused."""
    return _create(by, partner, said, TouchState.DONE, "touchpoint.noted", at)


@transaction.atomic
def plan(*, by: Actor, partner: Partner, said: Said, at: datetime) -> Touchpoint:
    """It is meant to take place, today or later. Raises PermissionDenied or TouchRefused."""
    return _create(by, partner, said, TouchState.PLANNED, "touchpoint.planned", at)


@transaction.atomic
def took_place(
    *, by: Actor, touchpoint: Touchpoint, version: int, said: Said | None = None, at: datetime
) -> Touchpoint:
    """A planned one was held: as planned, or as `said`. Before its day it counts from today.

    Raises StaleSave when somebody was faster.
    """
    check_can_note(by)
    _check_state(touchpoint, TouchState.PLANNED, _("Only what is planned can take place."))
    today = local_day(at)
    changes: dict[str, Any] = {"state": TouchState.DONE}
    if said is None:
        changes["on"] = min(touchpoint.on, today)
    else:
        changes |= _values(by, touchpoint.partner, said, TouchState.DONE, at)
    save_checked(by=by, row=touchpoint, version=version, changes=changes)
    _record(by, "touchpoint.held", touchpoint)
    return touchpoint


@transaction.atomic
def change(*, by: Actor, touchpoint: Touchpoint, version: int, said: Said, at: datetime) -> list[str]:
    """What it says; returns the changed fields' names. Raises StaleSave when somebody was faster."""
    check_can_note(by)
    _check_stands(touchpoint)
    changes = _values(by, touchpoint.partner, said, touchpoint.state, at)
    if changes["promised"] != touchpoint.promised:
        changes["kept_at"] = None
    changed = save_checked(by=by, row=touchpoint, version=version, changes=changes)
    if changed:
        _record(by, "touchpoint.changed", touchpoint)
    return changed


@transaction.atomic
def cancel(*, by: Actor, touchpoint: Touchpoint, at: datetime) -> None:
    """What was planned does not take place. A second time changes nothing."""
    check_can_note(by)
    locked = _locked(touchpoint)
    if locked.state == TouchState.CANCELLED:
        return
    _check_state(locked, TouchState.PLANNED, _("It took place already: it can no longer be cancelled."))
    locked.state = TouchState.CANCELLED
    _keep(by, locked, "state")
    _record(by, "touchpoint.cancelled", locked)


def can_take_back(touchpoint: Touchpoint, by: Actor, at: datetime) -> bool:
    """Whoever noted it or was there, within a day."""
    return (
        by.is_staff
        and by.user is not None
        and (touchpoint.by_id == by.user.pk or touchpoint.noted_by_label == by.label[:200])
        and touchpoint.taken_back_at is None
        and at < touchpoint.created_at + BACK_WITHIN
    )


@transaction.atomic
def take_back(*, by: Actor, touchpoint: Touchpoint, at: datetime) -> None:
    """It was noted by mistake: gone from all lists. Raises PermissionDenied, or TouchRefused after a day."""
    check_can_note(by)
    locked = _locked(touchpoint)
    if locked.taken_back_at is not None:
        return
    if not can_take_back(locked, by, at):
        if at >= locked.created_at + BACK_WITHIN:
            raise TouchRefused("", _("A note can be taken back within a day; change it instead."))
        raise PermissionDenied(_("Only who noted it takes it back."))
    locked.taken_back_at = at
    _keep(by, locked, "taken_back_at")
    _record(by, "touchpoint.taken_back", locked)


@transaction.atomic
def keep_promise(*, by: Actor, touchpoint: Touchpoint, at: datetime) -> None:
    """What was promised then is done. A second time changes nothing."""
    locked = _locked(touchpoint)
    check_can_say_kept(by, locked)
    _check_stands(locked)
    if not locked.promised:
        raise TouchRefused("promised", _("Nothing was promised then."))
    if locked.kept_at is not None:
        return
    locked.kept_at = at
    _keep(by, locked, "kept_at")
    _record(by, "touchpoint.kept", locked)


@transaction.atomic
def promise_open(*, by: Actor, touchpoint: Touchpoint) -> None:
    """It was not done after all."""
    locked = _locked(touchpoint)
    check_can_say_kept(by, locked)
    _check_stands(locked)
    if locked.kept_at is None:
        return
    locked.kept_at = None
    _keep(by, locked, "kept_at")
    _record(by, "touchpoint.open_again", locked)


def _create(by: Actor, partner: Partner, said: Said, state: str, verb: str, at: datetime) -> Touchpoint:
    check_can_note(by)
    if partner.merged_into_id is not None:
        raise TouchRefused("partner", _("This is another name of a partner: note it there."))
    values = _values(by, partner, said, state, at)
    made: Touchpoint = Touchpoint.objects.create(
        partner=partner, state=state, noted_by_label=by.label[:200], changed_by=by.label[:200], **values
    )
    _record(by, verb, made)
    return made


def _values(by: Actor, partner: Partner, said: Said, state: str, at: datetime) -> dict[str, Any]:
    """The fields as they are stored, checked."""
    _check(partner, said, state, local_day(at))
    promised = said.promised.strip()
    return {
        "kind": said.kind,
        "on": said.on,
        "starts_at": said.starts_at,
        "by": said.who or by.user,
        "contact": said.contact,
        "with_names": said.with_names.strip(),
        "place": said.place.strip(),
        "text": said.text.strip(),
        "promised": promised,
        "promised_by_side": (said.promised_by_side or Side.COMPANY) if promised else "",
        "promised_by": said.promised_by if promised else None,
        "is_shared": said.is_shared,
    }


def _check(partner: Partner, said: Said, state: str, today: date) -> None:
    if said.kind not in TouchKind.values:
        raise TouchRefused("kind", _("Say in which way you met."))
    if state == TouchState.DONE and said.on > today:
        raise TouchRefused("on", _("That day is still to come: plan it instead."))
    if state == TouchState.PLANNED and not today <= said.on <= today + AHEAD:
        raise TouchRefused("on", _("Plan it for today or later, within two years."))
    if state == TouchState.DONE and not (said.text.strip() or said.promised.strip()):
        raise TouchRefused("text", _("Write a few words: what did you talk about, what did you promise?"))
    for field in ("text", "promised"):
        if len(getattr(said, field)) > LONGEST:
            raise TouchRefused(field, _("At most %(most)s characters fit.") % {"most": LONGEST})
    if said.contact is not None and said.contact.partner_id != partner.pk:
        raise TouchRefused("contact", _("This contact belongs to somebody else."))
    if said.who is not None and not (said.who.is_active and said.who.role):
        raise TouchRefused("by", _("%(name)s is not one of our people.") % {"name": said.who})
    if said.promised_by is not None and not said.promised.strip():
        raise TouchRefused("promised", _("What was promised for that day?"))


def _check_stands(touchpoint: Touchpoint) -> None:
    if touchpoint.taken_back_at is not None:
        raise TouchRefused("", _("This note was taken back."))
    if touchpoint.state == TouchState.CANCELLED:
        raise TouchRefused("", _("This was cancelled: note a new one."))


def _check_state(touchpoint: Touchpoint, wanted: str, words: str) -> None:
    _check_stands(touchpoint)
    if touchpoint.state != wanted:
        raise TouchRefused("", words)


def _locked(touchpoint: Touchpoint) -> Touchpoint:
    rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("partner")
    locked: Touchpoint = rows.get(pk=touchpoint.pk)
    return locked


def _keep(by: Actor, locked: Touchpoint, field: str) -> None:
    locked.version += 1
    locked.changed_by = by.label[:200]
    locked.save(update_fields=[field, "version", "changed_by", "updated_at"])


def _record(by: Actor, verb: str, row: Touchpoint) -> None:
    """The trail says who did what when; the words stay in the note."""
    data = {"kind": row.kind, "on": row.on.isoformat()}
    audit.record(by=by, verb=verb, obj=row, scope=row.partner.public_id, data=data)
