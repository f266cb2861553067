"""Who owns a case, who heard it and who helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.enums import Side
from suppliers.models import Case, CaseHelper


@dataclass(frozen=True)
class Person:
    """`face` chooses the half; `helper` is the key by which they can be taken off again, or 0."""

    name: str
    what: str
    face: str
    helper: int = 0


def helpers_of(case: Case) -> list[CaseHelper]:
    """One query."""
    return list(case.helpers.select_related("user"))


def people_of(case: Case, helpers: Sequence[CaseHelper], *, inside: bool) -> list[Person]:
    """`inside`: the reader is of the owing side; the other reads names, not what we noted beside them."""
    face = "us" if case.opened_by_side == Side.PARTNER else "you"
    found = []
    if case.owner is not None:
        found.append(Person(case.owner.name, _("owns it"), face))
    if case.heard_by is not None and case.heard_by_id != case.owner_id:
        found.append(Person(case.heard_by.name, _("heard it"), "us"))
    for one in helpers:
        found.append(
            Person(one.user.name, (one.what if inside else "") or _("helps"), face, one.pk if inside else 0)
        )
    return found
