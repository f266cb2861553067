"""Bank and tax data: what is in use, what waits for a second person, and who hears of a change."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from portal.actors import Actor
from portal.models import AuditEvent, User
from suppliers.enums import DataChangeState, DataKind
from suppliers.models import BankAccount, Contact, DataChange, Partner

# So long an address that was taken away still counts as known before.
REMEMBERED = timedelta(days=90)


def account_in_use(actor: Actor, partner: Partner) -> BankAccount | None:
    """Where the partner is paid now."""
    rows = BankAccount.objects.for_actor(actor).in_use().filter(partner=partner)
    found: BankAccount | None = rows.first()
    return found


def waiting_changes(actor: Actor) -> QuerySet[DataChange]:
    """Changes that a second person has not decided on."""
    rows = DataChange.objects.for_actor(actor).filter(state=DataChangeState.WAITING)
    return rows.select_related("partner", "asked_by").order_by("asked_at", "pk")


def is_paid_by_known_data(partner: Partner) -> bool:
    """Is it known where to pay, and nothing of it disputed?"""
    known = BankAccount.objects.in_use().filter(partner=partner).exists()
    waits = DataChange.objects.filter(
        partner=partner, kind=DataKind.BANK, state=DataChangeState.WAITING
    ).exists()
    return known and not waits


def old_addresses(partner: Partner, at: datetime) -> dict[str, str]:
    """E-mail address in small letters -> language: all whom we knew there before, also who was taken away.

    The partner's own address, its contacts, who acts for it; and those that were changed or removed of late:
    who takes over an account would begin with that.
    """
    people = User.objects.filter(
        Q(memberships__partner=partner) | Q(public_id__in=_removed_people(partner, at)), is_active=True
    )
    found: dict[str, str] = {}
    for email, language in people.order_by("pk").values_list("email", "language"):
        found[email.lower()] = language
    contacts = Contact.objects.filter(partner=partner).order_by("pk").values_list("email", flat=True)
    for email in (partner.email, *contacts, *_changed_addresses(partner, at)):
        if email:
            found.setdefault(email.lower(), "")
    return found


def _lately(partner: Partner, at: datetime, *verbs: str) -> Iterator[AuditEvent]:
    rows = AuditEvent.objects.filter(scope=partner.public_id, verb__in=verbs, at__gt=at - REMEMBERED)
    yield from rows.order_by("pk")


def _removed_people(partner: Partner, at: datetime) -> list[str]:
    return [event.data.get("person", "") for event in _lately(partner, at, "membership.removed")]


def _changed_addresses(partner: Partner, at: datetime) -> Iterator[str]:
    for event in _lately(partner, at, "partner.edited", "contact.edited"):
        was = event.data.get("changes", {}).get("email", [""])[0]
        if "@" in was:
            yield was
