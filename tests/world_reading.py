"""Of each partner of the world one person has read a policy, and another is asked to."""

from datetime import timedelta

from django.utils import timezone

from cms.actions.reading import say_read
from cms.facts.reading import first_of
from cms.models import Acknowledgement
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import PartnerRole
from tests.world_pages import Pages


def add_reading(side, pages: Pages) -> None:
    version, role = pages.version(pages.supplier_policy), PartnerRole.EDITOR
    say_read(by=Actor(user=side.people[role], membership=side.memberships[role]), version=version)
    Acknowledgement.objects.create(
        version=first_of(version),
        user=side.people[PartnerRole.VIEWER],
        scope=side.partner.public_id,
        asked_at=timezone.now(),
        due_on=local_day() + timedelta(days=14),
    )
