"""What people do to partners and their contacts: the only place that writes them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.models import Contact, Partner
from suppliers.permissions import check_can_keep_contacts, check_can_keep_partners
from suppliers.policies import check_can_become
from suppliers.policies_onboarding import check_keeps_tax_id


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any]) -> Partner:
    """A new partner from `facts`, named as the model's fields."""
    check_can_keep_partners(by)
    partner = Partner.objects.create(**facts, changed_by=by.label)
    audit.record(
        by=by, verb="partner.created", obj=partner, scope=partner.public_id, data={"name": partner.name}
    )
    return partner


@transaction.atomic
def edit(*, by: Actor, partner: Partner, version: int, changes: dict[str, Any]) -> list[str]:
    """Save `changes` if the partner still has `version`; returns the changed fields' names.

    Raises StaleSave when somebody was faster, ValidationError for an impossible status or another tax number.
    """
    check_can_keep_partners(by, partner)
    check_can_become(partner.status, changes.get("status", partner.status))
    check_keeps_tax_id(partner, changes.get("tax_id", partner.tax_id))
    was = {name: getattr(partner, name) for name in changes}
    changed = save_checked(by=by, row=partner, version=version, changes=changes)
    if changed:
        audit.record(
            by=by,
            verb="partner.edited",
            obj=partner,
            scope=partner.public_id,
            data={"changes": _was_now(was, partner, changed)},
        )
    return changed


@transaction.atomic
def add_contact(*, by: Actor, partner: Partner, facts: dict[str, Any]) -> Contact:
    check_can_keep_contacts(by, partner)
    contact = Contact.objects.create(partner=partner, **facts, changed_by=by.label)
    _record_contact(by, "contact.added", contact, {"name": contact.name})
    return contact


@transaction.atomic
def edit_contact(*, by: Actor, contact: Contact, version: int, changes: dict[str, Any]) -> list[str]:
    """As `edit`: raises StaleSave when somebody was faster."""
    check_can_keep_contacts(by, contact)
    was = {name: getattr(contact, name) for name in changes}
    changed = save_checked(by=by, row=contact, version=version, changes=changes)
    if changed:
        _record_contact(
            by,
            "contact.edited",
            contact,
            {"name": contact.name, "changes": _was_now(was, contact, changed)},
        )
    return changed


@transaction.atomic
def remove_contact(*, by: Actor, contact: Contact) -> None:
    """Takes the contact away; the history keeps the name, no more."""
    check_can_keep_contacts(by, contact)
    _record_contact(by, "contact.removed", contact, {"name": contact.name})
    contact.delete()


def _record_contact(by: Actor, verb: str, contact: Contact, data: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, obj=contact, scope=contact.partner.public_id, data=data)


def _was_now(was: dict[str, Any], row: Model, changed: Iterable[str]) -> dict[str, list[str]]:
    """For each changed field its value before and after, as plain text."""
    return {name: [_plain(was[name]), _plain(getattr(row, name))] for name in changed}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
