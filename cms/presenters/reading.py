"""Reading in words: the card beside a text, what waits for somebody, and the heads of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.facts.reading import OVERDUE, READ, WAITING, asks, counted, of_major, said_by, to_read
from cms.facts.texts import in_force
from cms.models import Acknowledgement, TextVersion
from cms.permissions_reading import can_see_reading
from portal.actors import Actor
from portal.clocks import local_day
from portal.presentation import day, days_from, number

COLLEAGUES = 3


@dataclass(frozen=True)
class State:
    words: str
    tone: str
    picture: str


@dataclass(frozen=True)
class Reading:
    """The card "Have you read it?". `url`: where one says so, empty when there is nothing to say."""

    number: str
    public_id: str
    url: str
    who: str
    chip: State | None
    words: str
    others: str
    counted: str
    register_url: str


def reading(actor: Actor, version: TextVersion, today: date) -> Reading | None:
    """Beside this version of a text; None for who is neither asked nor has anybody to look after."""
    if actor.user is None:
        return None
    holds = in_force(version.page, today)
    is_held = holds is not None and holds.major == version.major
    is_asked = is_held and holds is not None and asks(holds, actor)
    own = [one for one in said_by(actor) if one.version.page_id == version.page_id]
    sees = can_see_reading(actor) and is_held and _asks_anybody(holds)
    if not (is_asked or own or sees):
        return None
    row = of_major(version).filter(user=actor.user).order_by("-said_at", "pk").first()
    has_said = any(one.version.major == version.major for one in own)
    waits = is_asked and not has_said
    return Reading(
        number=version.number,
        public_id=version.public_id,
        url=_say_url(version) if waits else "",
        who=str(actor.user),
        chip=_chip(row, has_said, today) if is_asked or has_said else None,
        words=_own_words(own),
        others=_colleagues(actor, version) if actor.partner_id is not None else "",
        counted=_counted(holds) if sees and actor.is_staff and holds is not None else "",
        register_url=f"{reverse('cms:reading')}?text={version.page.slug}" if sees else "",
    )


def state_of(row: Acknowledgement, today: date) -> State:
    """Of a row of the register."""
    state: str = row.state  # type: ignore[attr-defined]
    if state == READ:
        return State(_("read"), "ok", "check")
    if state == OVERDUE:
        return State(_("overdue"), "bad", "alert")
    if state == WAITING:
        return State(days_from(today, row.due_on), "warn", "clock")
    return State(_("asked no longer"), "", "dash")


@dataclass(frozen=True)
class ToRead:
    """One text that waits for somebody."""

    title: str
    number: str
    why: str
    chip: State
    url: str


def waiting_for(actor: Actor, today: date) -> list[ToRead]:
    return [
        ToRead(version.title, version.number, _why(version), due_chip(row, today), text_url(version))
        for row, version in to_read(actor, today)
    ]


def due_chip(row: Acknowledgement, today: date) -> State:
    if row.due_on < today:
        return State(_("since %(day)s") % {"day": day(row.due_on, "short")}, "bad", "alert")
    return State(_("by %(day)s") % {"day": day(row.due_on, "short")}, "warn", "clock")


@dataclass(frozen=True)
class HasRead:
    """One text that somebody has read."""

    title: str
    words: str
    url: str


def read_by(actor: Actor) -> list[HasRead]:
    """What they may still read is linked."""
    return [
        HasRead(
            one.version.title,
            _("version %(number)s on %(day)s") % {"number": _number(one), "day": _said_on(one)},
            text_url(one.version) if one.version.readable_by(actor) and one.version.page.live else "",
        )
        for one in said_by(actor)
    ]


def head_words(counts: dict[str, int]) -> str:
    """What the register says first: who is overdue, who has time, or that everybody has read."""
    late, waiting = counts[OVERDUE], counts[WAITING]
    if late:
        return ngettext("%(n)s reading is overdue", "%(n)s readings are overdue", late) % {"n": number(late)}
    if waiting:
        words = ngettext("%(n)s reading still has time", "%(n)s readings still have time", waiting)
        return words % {"n": number(waiting)}
    return (
        _("Everybody who was asked has read") if counts[READ] else _("Nobody was asked to read anything yet")
    )


def text_url(version: TextVersion) -> str:
    return reverse("wagtail_serve", args=[f"{_where(version)}/{version.page.slug}/"])


def _where(version: TextVersion) -> str:
    return "playbooks" if version.page.content_type.model == "playbookpage" else "policies"


def _say_url(version: TextVersion) -> str:
    return reverse("cms:text_read", args=[_where(version), version.page.slug])


def _asks_anybody(version: TextVersion | None) -> bool:
    return version is not None and (version.asks_staff or version.asks_partners)


def _chip(row: Acknowledgement | None, has_said: bool, today: date) -> State | None:
    if has_said:
        return State(_("read"), "ok", "check")
    return due_chip(row, today) if row is not None else None


def _own_words(own: Sequence[Acknowledgement]) -> str:
    """ "You read version 3 on 2 Oct 2026, version 2 on 9 Jan 2025." """
    if not own:
        return ""
    parts = [
        _("version %(number)s on %(day)s") % {"number": _number(one), "day": _said_on(one)} for one in own
    ]
    return _("You read %(versions)s.") % {"versions": ", ".join(parts)}


def _colleagues(actor: Actor, version: TextVersion) -> str:
    """Who of one's own house has read it: the last few by name."""
    rows = of_major(version).filter(pk__in=Acknowledgement.objects.for_actor(actor).values("pk"))
    rows = rows.filter(said_at__isnull=False).exclude(user=actor.user).select_related("user", "version")
    found = list(rows.order_by("-said_at")[:COLLEAGUES])
    words = _("%(who)s read it on %(day)s.")
    return " ".join(words % {"who": one.user, "day": _said_on(one)} for one in found)


def _counted(version: TextVersion) -> str:
    done, asked = counted(version)
    return _("%(n)s of %(all)s who are asked have read it.") % {"n": number(done), "all": number(asked)}


def _why(version: TextVersion) -> str:
    """What changed, or in one sentence what it is about."""
    return version.reason if version.major > 1 and version.reason else version.summary


def _number(row: Acknowledgement) -> str:
    return row.read_number or row.version.number


def _said_on(row: Acknowledgement) -> str:
    return day(local_day(row.said_at))
