"""Brandt and its rival with their people, and our own."""

from types import SimpleNamespace

import pytest

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory


def actor(membership) -> Actor:
    return Actor(user=membership.user, membership=membership)


@pytest.fixture
def house(db):
    """Alice and Dana decide, Ben buys, Sven looks; Brandt has Bob, Maja and Vera, Kestrel has Charlie."""
    alice = StaffFactory(name="Alice Moreau", email="alice@halden.example")
    dana = StaffFactory(name="Dana Lund", email="dana@halden.example", role=StaffRole.ADMINISTRATOR)
    ben = StaffFactory(name="Ben Okafor", email="ben@halden.example", role=StaffRole.BUYER)
    sven = StaffFactory(name="Sven Aas", email="sven@halden.example", role=StaffRole.STAFF_VIEWER)
    brandt = PartnerFactory(
        name="Brandt Castings", code="BRANDT", owner=alice, country="DE", tax_id="DE123456789",
        email="post@brandt.example",
    )  # fmt: skip
    kestrel = PartnerFactory(name="Kestrel Forgings", code="KESTREL", owner=ben, country="GB")
    people = {}
    for name, partner, role in (
        ("Bob", brandt, PartnerRole.ADMIN),
        ("Maja", brandt, PartnerRole.EDITOR),
        ("Vera", brandt, PartnerRole.VIEWER),
        ("Charlie", kestrel, PartnerRole.ADMIN),
    ):
        user = UserFactory(name=name, email=f"{name.lower()}@{partner.code.lower()}.example")
        people[name.lower()] = actor(MembershipFactory(user=user, partner=partner, role=role))
    staff = {user.name.split()[0].lower(): Actor(user=user) for user in (alice, dana, ben, sven)}
    return SimpleNamespace(brandt=brandt, kestrel=kestrel, **staff, **people)
