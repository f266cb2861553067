"""Where what is read and known is found: the tabs of all texts, and what an owner sees first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.facts.read_counts import Progress
from cms.permissions_answers import can_see_answers
from cms.permissions_reading import can_see_reading
from cms.permissions_training import can_see_training
from cms.presenters.reading import State
from portal.actors import Actor
from portal.presentation import number


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    is_current: bool


def places(actor: Actor, path: str) -> list[Place]:
    """The pages around all texts that are this reader's; none for strangers."""
    if not (actor.is_staff or actor.partner_id is not None):
        return []
    offered = [
        (_("Policies"), "cms:policies", True),
        (_("Playbooks"), "cms:playbooks", actor.is_staff),
        (_("My reading"), "cms:reading_mine", True),
        (_("Who has read what"), "cms:reading", can_see_reading(actor)),
        (_("Reading and training"), "cms:training", can_see_training(actor)),
        (_("Questions"), "cms:policy_comments", can_see_answers(actor)),
    ]
    ways = [(label, reverse(name)) for label, name, is_theirs in offered if is_theirs]
    return [Place(label, url, url == path) for label, url in ways]


@dataclass(frozen=True)
class ReadRow:
    """How far one text has come."""

    title: str
    words: str
    chip: State
    url: str


def read_rows(found: Sequence[Progress]) -> list[ReadRow]:
    """Those with most people overdue first, then those that most have still to read."""
    by_need = sorted(found, key=lambda one: (-one.overdue, one.read - one.asked, one.version.title))
    return [
        ReadRow(
            title=one.version.title,
            words=_("%(n)s of %(all)s have read it") % {"n": number(one.read), "all": number(one.asked)},
            chip=_chip(one),
            url=f"{reverse('cms:reading')}?text={one.version.page.slug}",
        )
        for one in by_need
    ]


def _chip(one: Progress) -> State:
    if one.overdue:
        words = ngettext("%(n)s overdue", "%(n)s overdue", one.overdue) % {"n": number(one.overdue)}
        return State(words, "bad", "alert")
    if one.read < one.asked:
        left = one.asked - one.read
        return State(ngettext("%(n)s to read", "%(n)s to read", left) % {"n": number(left)}, "warn", "clock")
    return State(_("all have read"), "ok", "check")
