"""Who may act beside whom: our people who keep partners, a partner's people who answer for it."""

from django.db.models import Exists, OuterRef, QuerySet

from portal.enums import StaffRole
from portal.models import User
from suppliers.facts.people import ANSWERING
from suppliers.models import Membership

# Our people who keep partners, answer them and stand in for each other.
KEEPERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER, StaffRole.BUYER)


def acting_people(scope: str) -> QuerySet[User]:
    """For the partner with the public id `scope`, or (empty) for the company; by name."""
    if scope:
        answering = Membership.objects.filter(
            user_id=OuterRef("pk"), partner__public_id=scope, role__in=ANSWERING
        )
        people = User.objects.filter(Exists(answering), role="")
    else:
        people = User.objects.filter(role__in=KEEPERS)
    return people.filter(is_active=True).order_by("name", "pk")
