"""Rounds through the API: what the page tells the same person, and no more."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cms.actions import surveys
from cms.enums import SplitBy, SurveyAudience
from portal.actors import Actor
from portal.enums import Scope
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory
from tests.integration.api.conftest import Program, fresh_limits, token  # noqa: F401
from tests.integration.cms.surveys.conftest import LATER
from tests.integration.cms.surveys.test_confidential import rows, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(token):  # noqa: F811
    return lambda user, *scopes: Program(token(user, *scopes)[1])


@pytest.fixture
def full(page, crowd, open_round, say):
    """All of Norway (9) and Poland (3) answered; everybody wrote something."""
    found = open_round(page)
    for partner in crowd:
        say(found, partner, 9 if partner.country == "NO" else 3, 1, 0, [0, 2], "Sentinelword", [1, 0, 2])
    return found


@pytest.fixture
def at_a_page(login):
    """Who only writes pages has no token: they read the API logged in."""

    def make(user):
        client = login(user)
        return Reader(lambda path: client.get(f"/api/v1/{path}"))

    return make


@dataclass(frozen=True)
class Reader:
    get: Callable[[str], Any]


def read(reader, survey_round):
    return reader.get(f"survey_rounds/{survey_round.public_id}/").json()


class TestWhatIsTold:
    def test_every_figure_of_the_file_and_nothing_else(self, program, login, alice, full, close):
        closed = close(full)
        found = read(program(alice), closed)
        file = rows(login(alice).get(url(closed, "?format=csv")))[1:]
        told = [
            [str(one["number"]), one["text"], figure["name"], figure["value"]]
            for one in found["results"]
            for figure in one["figures"]
        ]

        assert [[*one[:3], float(one[3])] for one in told] == [[*one[:3], float(one[4])] for one in file]
        first = found["results"][0]
        assert (first["type"], first["answers"]) == ("score", 12)
        means = [
            (one["of"], one["name"], one["value"]) for one in first["figures"] if one["figure"] == "mean"
        ]
        assert means == [("all", "All", "6.5"), ("group", "Norway", "9"), ("group", "Poland", "3")]
        ranks = [one for one in found["results"][5]["figures"] if one["of"] == "all"]
        assert [(one["figure"], one["option"], one["value"]) for one in ranks[1:]] == [
            ("place", "price", "2"),
            ("place", "word", "1"),
            ("place", "time", "3"),
        ]
        assert (found["state"], found["asked"], found["replied"], found["note"]) == ("closed", 12, 12, "")

    def test_own_words_never(self, program, alice, full, close):
        found = read(program(alice), close(full))

        assert "Sentinelword" not in json.dumps(found)
        assert (found["results"][4]["answers"], found["results"][4]["figures"]) == (12, [])

    def test_nothing_while_it_is_open(self, program, alice, page, crowd, open_round, say):
        found = open_round(page)
        reader = program(alice)
        before = read(reader, found), reader.get("survey_rounds/").json()
        for partner in crowd:
            say(found, partner, 9, None, None, None, "Sentinelword")

        assert (read(reader, found), reader.get("survey_rounds/").json()) == before
        assert before[0]["results"] is None and before[0]["replied"] is None
        assert "nor how many do" not in before[0]["note"]
        assert "People answer until" in before[0]["note"]

    def test_four_replies_are_none(self, program, alice, round_, crowd, say, close):
        for partner in crowd[:4]:
            say(round_, partner, 9)
        reader, closed = program(alice), close(round_)
        found = read(reader, closed)

        assert found["results"] is None and found["replied"] is None
        assert "Fewer than 5 replied" in found["note"].replace("\u00a0", " ")
        assert reader.get("survey_rounds/").json()["results"][0]["replied"] is None

    def test_a_group_of_four_is_parted_from_nobody(self, program, alice, page, crowd, open_round, say, close):
        found = open_round(page)
        for partner in crowd[:11]:
            say(found, partner, 9)
        told = read(program(alice), close(found))["results"]

        assert {figure["of"] for one in told for figure in one["figures"]} == {"all"}
        # Nobody answered the others.
        assert [one["answers"] for one in told[1:]] == [None] * 5
        assert all(one["figures"] == [] for one in told[1:])

    def test_no_filter(self, program, alice, full, close):
        reader, closed = program(alice), close(full)
        for query in ("group=NO", "format=csv", "question=1"):
            assert reader.get(f"survey_rounds/{closed.public_id}/?{query}").status_code in (400, 404), query


class TestWhoReads:
    def test_unpublished_who_runs_surveys_alone(self, program, alice, erin, full, crowd, close):
        closed = close(full)
        for who in (alice, erin):
            assert read(program(who), closed)["results"]
        buyer = read(program(StaffFactory(role="buyer")), closed)
        asked = read(program(crowd[0].memberships.first().user), closed)
        assert buyer["results"] is None and asked["results"] is None
        assert (buyer["replied"], asked["asked"], asked["replied"]) == (12, None, None)
        assert "being read" in asked["note"]

    def test_published_those_who_were_asked(self, program, at_a_page, full, crowd, close):
        closed = close(full, publish=True)
        late = MembershipFactory(partner=PartnerFactory(country="NO")).user
        writer = at_a_page(StaffFactory(role="content_editor"))
        asked = program(crowd[0].memberships.first().user)

        found = read(asked, closed)
        assert found["results"][0]["answers"] == found["replied"] == 12
        assert [one["public_id"] for one in asked.get("survey_rounds/").json()["results"]] == [
            closed.public_id
        ]
        for reader in (program(late), writer):
            assert reader.get("survey_rounds/").json()["results"] == []
            assert reader.get(f"survey_rounds/{closed.public_id}/").status_code == 404

    def test_a_round_that_is_to_come_is_known_to_our_own_people(
        self, program, alice, page, crowd, open_round
    ):
        found = open_round(page, opens_on=date(2026, 10, 8))

        assert read(program(alice), found)["state"] == "planned"
        theirs = program(crowd[0].memberships.first().user)
        assert theirs.get("survey_rounds/").json()["results"] == []

    def test_words_of_customers_are_everybodys(
        self, program, at_a_page, alice, bob, make_page, open_round, say_by_link, close
    ):
        page = make_page(asked=SurveyAudience.CUSTOMERS, split_by=SplitBy.GROUP)
        found = open_round(page, addresses=[surveys.Address(f"c{one}@kunde.example") for one in range(6)])
        for invitation in found.invitations.all():
            say_by_link(invitation, 9)
        closed = close(found)
        writer = at_a_page(StaffFactory(role="content_editor"))
        assert program(bob).get("survey_rounds/").json()["results"] == []
        surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER)

        for reader in (program(bob), writer):
            (row,) = reader.get("survey_rounds/").json()["results"]
            assert (row["audience"], row["asked"], row["replied"]) == ("customers", 6, 6)
            assert read(reader, closed)["results"]

    def test_an_account_that_only_writes_pages_reads_what_it_was_asked(
        self, at_a_page, make_page, open_round, close
    ):
        writers = StaffFactory.create_batch(6, role="content_editor")
        found = open_round(make_page(asked=SurveyAudience.STAFF))
        for invitation in found.invitations.filter(user__in=writers):
            who = Actor(user=invitation.user)
            key = found.asked_questions[0].key
            surveys.answer(by=who, invitation=invitation, answers={key: 9}, at=found.opened_at)
        reader = at_a_page(writers[0])
        assert read(reader, close(found))["results"] is None
        closed = close_again(found)
        assert read(reader, closed)["results"][0]["answers"] == 6

    def test_a_token_needs_the_scope(self, program, bob, alice):
        assert program(bob, Scope.PAGES_READ).get("survey_rounds/").status_code == 200
        assert program(bob, Scope.ORDERS_READ).get("survey_rounds/").status_code == 403
        assert program(alice).post("survey_rounds/", {}).status_code in (403, 405)


def close_again(survey_round):
    """Published by an executive."""
    by = Actor(user=StaffFactory(role="executive"))
    return surveys.publish(by=by, survey_round=survey_round, at=LATER)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_needs_as_many_queries_for_few_as_for_many(
    program, alice, make_page, crowd, open_round, close, many, django_assert_num_queries
):
    for number in range(many):
        close(open_round(make_page(title=f"Survey {number}", slug=f"s{number}")))
    reader = program(alice)
    reader.get("survey_rounds/")
    with django_assert_num_queries(2):
        assert len(reader.get("survey_rounds/").json()["results"]) == many
