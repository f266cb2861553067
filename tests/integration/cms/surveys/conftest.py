"""A survey of every type of question, open from 5 to 15 October 2026, and people who are asked."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from cms.actions import surveys
from cms.enums import SplitBy, SurveyAudience, SurveyPurpose
from cms.models import SurveyIndexPage, SurveyInvitation, SurveyPage
from portal.actors import ANONYMOUS, Actor
from suppliers.models import Membership
from tests.factories import MembershipFactory, PartnerFactory

NOON = datetime(2026, 10, 5, 10, tzinfo=UTC)
LATER = datetime(2026, 10, 16, 10, tzinfo=UTC)
QUESTIONS = [
    (
        "score",
        {"text": "Would you recommend us?", "low": "never", "high": "always", "nps": True, "required": True},
    ),
    ("scale", {"text": "How easy was it?", "steps": ["hard", "so so", "easy"], "help": "Last month."}),
    ("choice", {"text": "What do you miss most?", "options": ["time", "money", "a call"]}),
    ("choice", {"text": "What do you use?", "options": ["mail", "phone", "portal"], "several": True}),
    ("text", {"text": "What should we stop doing?"}),
    ("ranking", {"text": "What matters most?", "options": ["price", "word", "time"]}),
]
FULL = {
    "q0": "9",
    "q1": "2",
    "q2": "0",
    "q3": ["0", "2"],
    "q4": "Calling late.",
    "q5_0": "2",
    "q5_1": "1",
    "q5_2": "3",
}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def listening(db):
    from cms.models import HomePage

    return HomePage.objects.get().add_child(instance=SurveyIndexPage(title="How we listen"))


@pytest.fixture
def make_page(listening):
    def make(**facts):
        kept = {
            "title": "What you need from us",
            "intro": "We plan next year with your words.",
            "thanks": "We read every word.",
            "purpose": SurveyPurpose.NEEDS,
            "asked": SurveyAudience.PARTNERS,
            "questions": QUESTIONS,
            **facts,
        }
        return listening.add_child(instance=SurveyPage(**kept))

    return make


@pytest.fixture
def page(make_page):
    return make_page(split_by=SplitBy.COUNTRY)


@pytest.fixture
def crowd(db):
    """Twelve partners with one person each: seven in Norway, five in Poland."""
    return [_partner("NO") for _one in range(7)] + [_partner("PL") for _one in range(5)]


def _partner(country):
    return MembershipFactory(partner=PartnerFactory(country=country)).partner


@pytest.fixture
def open_round(alice):
    def make(page, by=None, **facts):
        kept = {"opens_on": date(2026, 10, 5), "closes_on": date(2026, 10, 15), "at": NOON, **facts}
        return surveys.open_round(by=Actor(user=by or alice), page=page, **kept)

    return make


@pytest.fixture
def round_(page, crowd, bob, charlie, open_round):
    """Bob's and Charlie's companies (of no country that two share) are asked, too."""
    return open_round(page)


def person_of(partner):
    membership = Membership.objects.select_related("partner", "user").filter(partner=partner).first()
    return Actor(user=membership.user, membership=membership)


def answers_of(survey_round, *values):
    """Answers in the order of the questions; None where there is none."""
    keys = [question.key for question in survey_round.asked_questions]
    return dict(zip(keys, [*values, *[None] * (len(keys) - len(values))], strict=True))


@pytest.fixture
def say():
    """`say(round, partner, 9, 2, ...)`: this partner's person answers."""

    def answer(survey_round, partner, *values, at=NOON):
        invitation = SurveyInvitation.objects.get(round=survey_round, partner=partner)
        surveys.answer(
            by=person_of(partner), invitation=invitation, answers=answers_of(survey_round, *values), at=at
        )

    return answer


@pytest.fixture
def say_by_link():
    def answer(invitation, *values, at=NOON):
        surveys.answer(
            by=ANONYMOUS, invitation=invitation, answers=answers_of(invitation.round, *values), at=at
        )

    return answer


@pytest.fixture
def close(alice, noon):
    def shut(survey_round, publish=False):
        noon.move_to(LATER)
        closed = surveys.close(by=Actor(user=alice), survey_round=survey_round, at=LATER)
        return surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER) if publish else closed

    return shut


def words(response):
    """What a page says, as a person reads it."""
    return response.content.decode().replace("\u00a0", " ")
