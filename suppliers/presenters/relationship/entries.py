"""Touchpoints one by one: what was said, what was promised, and what can be done about it now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import day, days_from
from suppliers.actions.touchpoints import can_take_back
from suppliers.enums import TouchState
from suppliers.models import Touchpoint
from suppliers.permissions_touch import can_note, can_say_kept
from suppliers.presenters.relationship.words import PICTURES


@dataclass(frozen=True)
class Promise:
    """`kept_url`: where who may says that it is done, or (`undo`) that it is not."""

    text: str
    who: str
    side: str
    state: str
    tone: str
    picture: str
    kept_url: str = ""
    undo: bool = False


@dataclass(frozen=True)
class Entry:
    """One touchpoint. The addresses are empty for who may not, or when the state does not allow it."""

    public_id: str
    title: str
    picture: str
    text: str
    who: str
    promise: Promise | None
    state: str = ""
    tone: str = ""
    is_shared: bool = False
    edit_url: str = ""
    held_url: str = ""
    cancel_url: str = ""
    back_url: str = ""


def entries(rows: Iterable[Touchpoint], actor: Actor, now: dt.datetime) -> list[Entry]:
    return [entry(row, actor, now) for row in rows]


def entry(row: Touchpoint, actor: Actor, now: dt.datetime) -> Entry:
    """Its rows need `by`, `contact` and `partner`."""
    may = can_note(actor)
    planned = row.state == TouchState.PLANNED
    stands = row.state != TouchState.CANCELLED
    state, tone = _state(row, timezone.localdate(now))
    return Entry(
        public_id=row.public_id,
        title=_title(row),
        picture=PICTURES.get(row.kind, "message-circle"),
        text=row.text,
        who=_who(row),
        promise=promise_of(row, actor, now),
        state=state,
        tone=tone,
        is_shared=row.is_shared and actor.is_staff,
        edit_url=_url("touchpoint_edit", row) if may and stands else "",
        held_url=_url("touchpoint_held", row) if may and planned else "",
        cancel_url=_url("touchpoint_cancel", row) if may and planned else "",
        back_url=_url("touchpoint_back", row) if may and can_take_back(row, actor, now) else "",
    )


def promise_of(row: Touchpoint, actor: Actor, now: dt.datetime) -> Promise | None:
    if not row.promised:
        return None
    ours = row.promised_by_side == Side.COMPANY
    who = settings.COMPANY_NAME if ours else row.partner.name
    may = can_say_kept(actor, row) and row.state == TouchState.DONE
    url = _url("touchpoint_kept", row) if may else ""
    side = "us" if ours else "you"
    if row.kept_at is not None:
        state = _("Kept on %(day)s") % {"day": day(row.kept_at, "short")}
        return Promise(row.promised, who, side, state, "ok", "check", url, undo=True)
    today = timezone.localdate(now)
    if row.promised_by is None:
        return Promise(row.promised, who, side, _("Open, no day was named"), "open", "clock", url)
    when = days_from(today, row.promised_by)
    if row.promised_by < today:
        return Promise(row.promised, who, side, _("Was due %(when)s") % {"when": when}, "bad", "alert", url)
    return Promise(row.promised, who, side, _("Due %(when)s") % {"when": when}, "open", "clock", url)


def _state(row: Touchpoint, today: dt.date) -> tuple[str, str]:
    if row.state == TouchState.CANCELLED:
        return _("Cancelled"), ""
    if row.state == TouchState.PLANNED:
        return (_("Planned"), "open") if row.on >= today else (_("Did it take place?"), "warn")
    return "", ""


def _title(row: Touchpoint) -> str:
    when = day(row.on, "full")
    if row.starts_at is not None:
        when = f"{when}, {timezone.localtime(row.starts_at):%H:%M}"
    return f"{row.get_kind_display()}, {when}"


def with_whom(row: Touchpoint) -> str:
    return ", ".join(filter(None, [row.contact.name if row.contact else "", row.with_names]))


def _who(row: Touchpoint) -> str:
    met = with_whom(row)
    words = _("%(us)s with %(them)s") % {"us": row.by, "them": met} if met else str(row.by)
    return f"{words}, {row.place}" if row.place else words


def _url(name: str, row: Touchpoint) -> str:
    return reverse(f"suppliers:{name}", args=[row.public_id])
