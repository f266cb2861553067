"""A case of each partner for the world of tests: what both read, and what only staff may read."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.actors import Actor
from portal.enums import PartnerRole
from suppliers.actions import cases, remedies
from suppliers.enums import CaseArea
from suppliers.models import Case, Invoice

# In every word of a case that no partner may read.
INSIDE = "Lockedwords"


def add_case(side, manager: Actor) -> Case:
    """Opened by the partner about an invoice of its own; a remedy of ours is on the table."""
    own = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
    word, at = side.word, timezone.now()
    case = cases.open(
        by=own,
        partner=side.partner,
        title=f"{word} trouble",
        text=f"{word} was paid late",
        area=CaseArea.PAYMENT,
        subjects=[Invoice.objects.get(public_id=side.facts["invoices"])],
        at=at,
    )
    paper = SimpleUploadedFile(f"{word} statement.txt", f"{word} paper".encode())
    cases.say(by=own, case=case, text=f"{word} adds a paper", uploads=[paper], at=at)
    cases.acknowledge(by=manager, case=case, text=f"{word} hears sorry", at=at)
    cases.say(by=manager, case=case, text=f"{word} {INSIDE}: second time", staff_only=True, at=at)
    cases.understand(by=manager, case=case, text=f"{word} hears why", at=at)
    cases.add_helper(by=manager, case=case, user=manager.user, what=f"{word} {INSIDE} help", at=at)
    remedies.offer(by=manager, case=case, text=f"{word} is paid tomorrow", at=at)
    return case
