"""One entry of the ledger: what its file says, what rules say, and what corrected it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import presentation
from portal.engine.money import Money
from suppliers.enums import EntryRole
from suppliers.models import Attribution, LedgerEntry


@dataclass(frozen=True)
class PartView:
    """A part of the amount that a rule named a partner for."""

    partner: str
    partner_url: str
    share: str
    amount: str
    item: str
    rule: str
    rule_url: str
    version: int
    at: datetime
    by: str


@dataclass(frozen=True)
class RoleView:
    """Whom the entry names in a role: `by_file`, or `parts` by rules, or nobody. `rest` names nobody."""

    label: str
    by_file: str
    by_file_url: str
    parts: tuple[PartView, ...]
    rest: str
    rule_url: str


@dataclass(frozen=True)
class EntryView:
    title: str
    amount: str
    in_company: str
    is_negative: bool
    facts: tuple[tuple[str, Any], ...]
    roles: tuple[RoleView, ...]


def entry_view(entry: LedgerEntry, parts: Sequence[Attribution]) -> EntryView:
    """`parts` with their partner, rule and run."""
    booked = Money(entry.amount_minor, entry.currency)
    company = Money(entry.company_minor, settings.COMPANY_CURRENCY)
    facts = (
        (_("Date"), presentation.day(entry.date)),
        (_("Quantity"), presentation.quantity(entry.quantity) if entry.quantity is not None else ""),
        (_("Item"), entry.item_code),
        (_("Category"), entry.category),
        (_("Customer"), entry.customer),
        (_("Order"), entry.reference),
        (_("Stored"), presentation.moment(entry.created_at)),
    )
    return EntryView(
        title=_("%(kind)s of %(day)s")
        % {"kind": entry.get_kind_display(), "day": presentation.day(entry.date)},
        amount=presentation.money(booked),
        in_company="" if booked.currency == company.currency else presentation.money(company),
        is_negative=entry.amount_minor < 0,
        facts=tuple(fact for fact in facts if fact[1]),
        roles=tuple(_role(entry, role, [part for part in parts if part.role == role]) for role in EntryRole),
    )


def _role(entry: LedgerEntry, role: EntryRole, parts: Sequence[Attribution]) -> RoleView:
    partner = getattr(entry, role.value)
    left = entry.company_minor - sum(part.company_minor for part in parts)
    facts = {"role": role.value, "kind": entry.kind, "item": entry.item_code, "customer": entry.customer}
    asked = {name: value for name, value in facts.items() if value}
    return RoleView(
        label=str(role.label),
        by_file=partner.name if partner else "",
        by_file_url=reverse("suppliers:partner", args=[partner.public_id]) if partner else "",
        parts=tuple(_part(part, entry) for part in parts),
        rest=_company(left) if parts and left else "",
        rule_url=f"{reverse('suppliers:attribution_rule_new')}?{urlencode(asked)}",
    )


def _part(part: Attribution, entry: LedgerEntry) -> PartView:
    return PartView(
        partner=part.partner.name,
        partner_url=reverse("suppliers:partner", args=[part.partner.public_id]),
        share=presentation.share(part.company_minor / entry.company_minor) if entry.company_minor else "",
        amount=_company(part.company_minor),
        item=part.item_code if part.item_code != entry.item_code else "",
        rule=part.rule.name,
        rule_url=reverse("suppliers:attribution_rule", args=[part.rule.public_id]),
        version=part.rule_version,
        at=part.at,
        by=part.run.by_label if part.run else _("as it was stored"),
    )


def _company(minor: int) -> str:
    return presentation.money(Money(minor, settings.COMPANY_CURRENCY))
