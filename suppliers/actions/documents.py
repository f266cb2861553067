"""Papers of partners, brought by either side; what a partner brings counts once we have looked at it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.attachments import Upload, attach
from portal.actors import Actor
from portal.enums import Side
from suppliers.models import Partner, PartnerDocument
from suppliers.permissions_onboarding import (
    check_can_change_document,
    check_can_check_documents,
    check_can_keep_documents,
)

FACTS = ("type", "number", "issued_on", "expires_on")


class DocumentRefused(Exception):
    """It cannot be kept so; `field` names what is wrong, the message says why and the way out."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def add(
    *,
    by: Actor,
    partner: Partner,
    facts: Mapping[str, Any],
    uploads: Iterable[Upload] = (),
    renews: PartnerDocument | None = None,
    at: datetime,
) -> PartnerDocument:
    """A new paper with its files. One that `renews` another may have its number: the year tells them apart.

    Raises PermissionDenied, DocumentRefused or AttachmentRefused.
    """
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    check_can_keep_documents(by, partner)
    values = _checked(facts)
    if renews is not None:
        _check_renews(renews, partner, values)
        values["number"] = _told_apart(partner, values)
    _check_is_new(partner, values)
    document = PartnerDocument.objects.create(
        partner=partner,
        **values,
        expiry_set_on=timezone.localdate(at) if values["expires_on"] else None,
        added_by_label=by.label[:200],
        added_by_side=Side.COMPANY if by.is_staff else Side.PARTNER,
        checked_at=at if by.is_staff else None,
        checked_by_label=by.label[:200] if by.is_staff else "",
    )
    attach(by=by, scope=partner.public_id, about=document.public_id, uploads=uploads, at=at)
    _record(by, "document.renewed" if renews is not None else "document.added", document)
    return document


@transaction.atomic
def edit(
    *,
    by: Actor,
    document: PartnerDocument,
    facts: Mapping[str, Any],
    uploads: Iterable[Upload] = (),
    at: datetime,
) -> list[str]:
    """Returns the changed fields. Raises PermissionDenied, DocumentRefused or AttachmentRefused."""
    document = _locked(document)
    check_can_change_document(by, document)
    values = _checked(facts)
    changed = [name for name in FACTS if getattr(document, name) != values[name]]
    if "type" in changed or "number" in changed:
        _check_is_new(document.partner, values)
    if "expires_on" in changed:
        document.expiry_set_on = timezone.localdate(at) if values["expires_on"] else None
    was = {name: _plain(getattr(document, name)) for name in changed}
    for name in changed:
        setattr(document, name, values[name])
    if changed:
        document.save()
        said = {name: [was[name], _plain(getattr(document, name))] for name in changed}
        _record(by, "document.edited", document, changes=said)
    attach(by=by, scope=document.partner.public_id, about=document.public_id, uploads=uploads, at=at)
    return changed


@transaction.atomic
def look_at(*, by: Actor, document: PartnerDocument, at: datetime) -> PartnerDocument:
    """Somebody of ours has looked at it: from now on it counts. A second look changes nothing."""
    document = _locked(document)
    check_can_check_documents(by)
    if document.checked_at is None:
        document.checked_at, document.checked_by_label = at, by.label[:200]
        document.save(update_fields=["checked_at", "checked_by_label", "updated_at"])
        _record(by, "document.checked", document)
    return document


@transaction.atomic
def remove(*, by: Actor, document: PartnerDocument) -> None:
    """Takes it away; the history keeps what it was, and its files stay readable there."""
    document = _locked(document)
    check_can_change_document(by, document)
    _record(by, "document.removed", document)
    document.delete()


def _locked(document: PartnerDocument) -> PartnerDocument:
    rows = PartnerDocument.objects.select_for_update(of=("self",)).select_related("partner")
    locked: PartnerDocument = rows.get(pk=document.pk)
    return locked


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: facts.get(name) for name in FACTS}
    values["type"] = " ".join(str(values["type"] or "").split())
    values["number"] = " ".join(str(values["number"] or "").split())
    if not values["type"]:
        raise DocumentRefused("type", _("Say what it is."))
    issued, expires = values["issued_on"], values["expires_on"]
    if issued is not None and expires is not None and expires < issued:
        raise DocumentRefused("expires_on", _("The last day is before the day it was issued."))
    return values


def _check_renews(old: PartnerDocument, partner: Partner, values: Mapping[str, Any]) -> None:
    if old.partner_id != partner.pk:
        raise ValueError(f"{old} is not of {partner}.")
    if values["type"] != old.type:
        raise DocumentRefused("type", _("It renews “%(type)s”: keep this name.") % {"type": old.type})
    until, before = values["expires_on"], old.expires_on
    if until is not None and before is not None and until <= before:
        words = _("The paper that you have runs as long: give the last day of the new one.")
        raise DocumentRefused("expires_on", words)


def _told_apart(partner: Partner, values: Mapping[str, Any]) -> str:
    """The number, with the year where the old paper has the same one."""
    known = set(partner.documents.filter(type=values["type"]).values_list("number", flat=True))
    number: str = values["number"]
    day: date | None = values["expires_on"] or values["issued_on"]
    year = f"({day.year})" if day is not None else "(2)"
    counted = 2
    while number in known:
        base = values["number"][:88]
        number = f"{base} {year}".strip()
        year, counted = f"({counted + 1})", counted + 1
    return number


def _check_is_new(partner: Partner, values: Mapping[str, Any]) -> None:
    if partner.documents.filter(type=values["type"], number=values["number"]).exists():
        words = _("There is such a paper already. Renew it, or give this one a number of its own.")
        raise DocumentRefused("number", words)


def _record(by: Actor, verb: str, document: PartnerDocument, **more: Any) -> None:
    data = {"document": str(document), "expires_on": _plain(document.expires_on), **more}
    audit.record(by=by, verb=verb, obj=document, scope=document.partner.public_id, data=data)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
