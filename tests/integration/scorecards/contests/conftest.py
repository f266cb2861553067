"""Brandt has a card of September with two bad lines, Kestrel one without."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.actors import system_actor
from portal.engine.periods import Period
from portal.enums import StaffRole
from scorecards.actions import contests
from scorecards.actions.publishing import publish
from scorecards.models import Scorecard
from tests.factories import StaffFactory

TODAY = date(2026, 10, 20)
FILED = datetime(2026, 10, 2, 9, 6, tzinfo=UTC)
LATER = datetime(2026, 10, 5, 8, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def lines(brandt, deliver):
    """Seven lines: the sixth is late, the last has not come."""
    return deliver(brandt, [0, 0, 0, -4, 0, 3, None])


@pytest.fixture
def cards(brandt, kestrel, lines, deliver, template):
    deliver(kestrel, [0, 0, 0, 0, 0, 5])
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=TODAY)
    return {card.partner.code: card for card in Scorecard.objects.select_related("partner")}


@pytest.fixture
def card(cards):
    return cards["BRANDT"]


@pytest.fixture
def late(lines):
    return lines[5]


@pytest.fixture
def missing(lines):
    return lines[6]


@pytest.fixture
def buyer(db):
    return StaffFactory(name="Ben Buyer", email="ben@halden.example", role=StaffRole.BUYER)


@pytest.fixture
def cmr():
    return SimpleUploadedFile("CMR 14 Sep, signed.pdf", PDF)


@pytest.fixture
def contest_of(actor_of, card):
    """`contest_of(user, line, ...)`: this person contests these lines of Brandt's card."""

    def file(user, *lines, text="Your carrier came late.", uploads=(), reason="collected_late", at=FILED):
        return contests.file(
            by=actor_of(user),
            card=card,
            lines=[line.public_id for line in lines],
            reason=reason,
            text=text,
            uploads=uploads,
            at=at,
        )

    return file


@pytest.fixture
def contest(contest_of, bob, late, cmr):
    return contest_of(bob, late, uploads=[cmr])
