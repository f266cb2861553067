"""A run of the confidential survey that is open on 5 October 2026, and partners who may answer it."""

from datetime import UTC, date, datetime

import pytest

from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions import surveys
from scorecards.enums import SurveyKind
from scorecards.models import Survey
from suppliers.models import Membership
from tests.factories import MembershipFactory, PartnerFactory

NOON = datetime(2026, 10, 5, 10, tzinfo=UTC)
FULL = {"relationship": 7, "communication": 8, "help": 9, "hindrance": 4, "profit": 6}


@pytest.fixture
def survey(db):
    return Survey.objects.get(kind=SurveyKind.CUSTOMER)


@pytest.fixture
def at_noon(monkeypatch):
    """`at_noon(day)`: it is noon of this day in October 2026."""

    def go(day):
        moment = datetime(2026, 10, day, 10, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return go


@pytest.fixture
def run(survey, alice, at_noon):
    at_noon(5)
    return surveys.open_run(
        by=Actor(user=alice),
        survey=survey,
        period=Period.parse("2026-Q3"),
        opens_on=date(2026, 10, 5),
        closes_on=date(2026, 10, 15),
    )


@pytest.fixture
def say(run):
    """`say(7, 8)`: as many further partners (or people given) answer every question with these scores."""

    def answer(*scores, people=()):
        for membership, score in zip(people or [_invited() for _ in scores], scores, strict=True):
            surveys.answer(
                by=Actor(user=membership.user, membership=membership),
                run=run,
                scores=dict.fromkeys(FULL, score),
                at=NOON,
            )

    return answer


def _invited():
    return MembershipFactory(partner=PartnerFactory())


@pytest.fixture
def person_of():
    """`person_of(bob)`: the actor of a partner's person."""

    def make(user):
        return Actor(user=user, membership=Membership.objects.select_related("partner").get(user=user))

    return make
