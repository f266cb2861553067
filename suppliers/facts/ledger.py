"""Entries of the ledger, and how much of each concerns whom one asks about."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from portal.actors import Actor
from portal.engine.money import Money
from suppliers.enums import EntryRole
from suppliers.facts.attribution import concerning
from suppliers.models import Attribution, LedgerEntry, LedgerMonth


@dataclass(frozen=True)
class Concern:
    """Whom one asks about: a partner in a role, anybody in a role, nobody in it, or whom a rule names.

    With a `currency` amounts are in it, else in the company's.
    """

    partner: int | None = None
    role: str = ""
    is_unattributed: bool = False
    rule: int | None = None
    currency: str = ""

    @property
    def field(self) -> str:
        return "amount_minor" if self.currency else "company_minor"


def with_part(entries: QuerySet[LedgerEntry], concern: Concern) -> QuerySet[LedgerEntry]:
    """The entries that are asked for; `part_minor` is how much of each is."""
    whole, role = F(concern.field), concern.role
    if concern.rule:
        entries = entries.filter(Exists(_parts(rule=concern.rule)))
    if concern.partner:
        rows = concerning(entries, concern.partner, role)
        named = Q(**{f"{role}_id": concern.partner}) if role else Q(pk__in=[])
        parts = _sum(concern, role=role, partner=concern.partner)
        return rows.annotate(part_minor=Case(When(named, then=whole), default=parts))
    if concern.is_unattributed:
        return _unattributed(entries, concern)
    if concern.rule:
        return entries.annotate(part_minor=_sum(concern, rule=concern.rule))
    if role:
        named = Q(**{f"{role}__isnull": False})
        rows = entries.filter(named | Q(Exists(_parts(role=role))))
        return rows.annotate(part_minor=Case(When(named, then=whole), default=_sum(concern, role=role)))
    return entries.annotate(part_minor=whole)


def total_of(entries: QuerySet[LedgerEntry], concern: Concern) -> Money:
    """All their parts together: one query."""
    minor = entries.order_by().aggregate(total=Sum("part_minor"))["total"] or 0
    return Money(minor, concern.currency or settings.COMPANY_CURRENCY)


def total_of_all(actor: Actor) -> Money:
    """The whole ledger, from its sums by month."""
    months = LedgerMonth.objects.for_actor(actor).filter(role="", partner_key=0)
    return Money(months.aggregate(total=Sum("company_minor"))["total"] or 0, settings.COMPANY_CURRENCY)


def _unattributed(entries: QuerySet[LedgerEntry], concern: Concern) -> QuerySet[LedgerEntry]:
    """What neither file nor rule names anybody for: whole entries, and what is left of split ones."""
    roles = [concern.role] if concern.role else list(EntryRole)
    nobody = Q(**{f"{role}__isnull": True for role in roles})
    parts = _parts(role__in=roles)
    rest = F(concern.field) - _sum(concern, role=concern.role) if concern.role else F(concern.field)
    rows = entries.filter(nobody).annotate(part_minor=rest)
    return rows.filter(~Q(Exists(parts)) | ~Q(part_minor=0)) if concern.role else rows.exclude(Exists(parts))


def _parts(**asked: Any) -> QuerySet[Attribution]:
    return Attribution.objects.filter(entry=OuterRef("pk"), **asked).order_by()


def _sum(concern: Concern, **asked: Any) -> Any:
    sums = _parts(**asked).values("entry").annotate(total=Sum(concern.field)).values("total")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), Value(0), output_field=BigIntegerField())
