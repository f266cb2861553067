"""How far each role can go without asking, and who it is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.engine.money import Money
from portal.enums import StaffRole
from portal.models import User
from portal.presentation import money, number
from suppliers.models import RemedyLimit
from suppliers.permissions_cases import GRANTERS


@dataclass(frozen=True)
class LimitRow:
    """One role. `amount` None: its people ask for every amount. `mine`: the reader's own role."""

    role: str
    name: str
    people: str
    minor: int | None
    written: str
    changed: str
    version: int
    mine: bool
    form: Any = None

    @property
    def amount(self) -> Decimal | None:
        return Money(self.minor, settings.COMPANY_CURRENCY).amount if self.minor is not None else None


def limit_rows(actor: Actor) -> list[LimitRow]:
    """Two queries; the own role first."""
    known = {one.role: one for one in RemedyLimit.objects.for_actor(actor)}
    people = dict(
        User.objects.filter(role__in=GRANTERS, is_active=True)
        .values_list("role")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = [_row(role, known.get(role), people.get(role, 0), role == actor.role) for role in GRANTERS]
    return sorted(rows, key=lambda row: not row.mine)


def _row(role: str, limit: RemedyLimit | None, people: int, mine: bool) -> LimitRow:
    count = ngettext("%(n)s person", "%(n)s people", people) % {"n": number(people)}
    if limit is None:
        return LimitRow(
            role, str(StaffRole(role).label), count, None, _("asks for every amount"), "", 0, mine
        )
    return LimitRow(
        role,
        str(StaffRole(role).label),
        count,
        limit.amount_minor,
        money(limit.amount_minor, settings.COMPANY_CURRENCY),
        limit.changed_by,
        limit.version,
        mine,
    )


def head_of(rows: list[LimitRow]) -> str:
    """What the reader may grant, as a title."""
    own = next((row for row in rows if row.mine), None)
    if own is None:
        return _("How far our people can go")
    if not own.minor:
        return _("Ask a colleague for every amount")
    return _("You may grant up to %(amount)s yourself") % {"amount": own.written}
