"""More customers are asked in an open round: once, in groups that only grow; nobody is told apart."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cms.actions import survey_adding, surveys
from cms.actions.survey_adding import add_addresses
from cms.actions.survey_clock import keep_rounds
from cms.actions.surveys import Address, SurveyRefused
from cms.enums import SplitBy, SurveyAudience
from cms.facts.surveys import results_of
from cms.models import SurveyReply
from portal.actors import Actor
from portal.models import AuditEvent, OutboxMessage
from tests.factories import StaffFactory
from tests.integration.cms.surveys.conftest import LATER, NOON, words

pytestmark = pytest.mark.django_db
# Six of the north, four of the south: at opening the south is too small.
FIRST = [Address(f"c{one}@kunde.example", "North" if one < 6 else "South") for one in range(10)]


@pytest.fixture
def customers(make_page):
    return make_page(asked=SurveyAudience.CUSTOMERS, split_by=SplitBy.GROUP)


@pytest.fixture
def found(customers, open_round):
    return open_round(customers, addresses=FIRST)


@pytest.fixture
def add(alice):
    def more(survey_round, *addresses, at=NOON, by=None):
        by = Actor(user=by or alice)
        return add_addresses(by=by, survey_round=survey_round, addresses=addresses, at=at)

    return more


def url(survey_round):
    return f"/listening/rounds/{survey_round.public_id}/addresses/"


def south(many, start=0):
    return [Address(f"s{one}@kunde.example", "South") for one in range(start, start + many)]


class TestWhoIsAsked:
    def test_each_new_address_once_with_a_link_of_its_own(self, found, add, client):
        add(found, Address("new@kunde.example", "North"), Address("C3@kunde.example", "North"))
        keep_rounds(now=NOON)

        assert OutboxMessage.objects.count() == 11
        mail = OutboxMessage.objects.get(to="new@kunde.example")
        invitation = found.invitations.get(email="new@kunde.example")
        assert f"/s/{invitation.secret}/" in mail.text and mail.forget
        assert client.get(f"/s/{invitation.secret}/").status_code == 200
        assert OutboxMessage.objects.filter(to="c3@kunde.example").count() == 1

    def test_before_the_first_day_with_all_the_others(self, customers, open_round, add):
        found = open_round(customers, addresses=FIRST, opens_on=date(2026, 10, 8))
        add(found, Address("new@kunde.example"))
        assert not OutboxMessage.objects.exists()
        keep_rounds(now=datetime(2026, 10, 8, 5, tzinfo=UTC))

        assert OutboxMessage.objects.count() == 11

    def test_on_the_first_day_before_the_job_came_everybody_is_asked_once(self, customers, open_round, add):
        found = open_round(customers, addresses=FIRST, opens_on=date(2026, 10, 8))
        early = datetime(2026, 10, 8, 5, tzinfo=UTC)
        add(found, Address("new@kunde.example"), at=early)
        keep_rounds(now=early)

        assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == sorted(
            [*(one.email for one in FIRST), "new@kunde.example"]
        )

    def test_who_is_asked_late_is_not_reminded_at_once(self, found, add):
        add(found, Address("early@kunde.example"))
        late = datetime(2026, 10, 12, 9, tzinfo=UTC)
        add(found, Address("late@kunde.example"), at=late)
        keep_rounds(now=late + timedelta(hours=1))

        assert OutboxMessage.objects.filter(to="early@kunde.example").count() == 2
        assert OutboxMessage.objects.filter(to="late@kunde.example").count() == 1

    def test_it_stands_in_the_trail_without_an_address(self, found, add):
        add(found, *south(2))
        event = AuditEvent.objects.get(verb="listening.added")

        assert event.data == {"survey": found.title, "added": 2}


class TestGroups:
    def test_a_group_that_was_kept_grows_one_that_was_too_small_stays_so(self, found, add):
        adding = add(
            found, Address("n@kunde.example", "north"), *south(8), Address("w@kunde.example", "West")
        )

        groups = dict(found.invitations.values_list("email", "group"))
        assert groups["n@kunde.example"] == "North"
        assert {group for email, group in groups.items() if email[0] in "sw"} == {""}
        assert adding.unkept == ("South", "West")

    def test_no_part_is_made_of_those_who_came_later(self, found, add, say_by_link, close):
        """Of the south twelve were asked and answered in the end: still nobody is told apart by it."""
        add(found, *south(8))
        for invitation in found.invitations.all():
            say_by_link(invitation, 9)
        closed = close(found)

        assert set(SurveyReply.objects.values_list("group", flat=True)) == {"North", ""}
        names = {part.name: part.tally.n for part in results_of(closed).questions[0].slices}
        assert names == {"North": 6, "": 12}

    def test_without_a_split_no_group_is_kept(self, make_page, open_round, add):
        found = open_round(make_page(asked=SurveyAudience.CUSTOMERS), addresses=FIRST)
        add(found, *south(6))

        assert set(found.invitations.values_list("group", flat=True)) == {""}

    def test_in_a_named_round_groups_are_what_was_typed(self, make_page, open_round, add):
        named = make_page(asked=SurveyAudience.CUSTOMERS, split_by=SplitBy.GROUP, is_anonymous=False)
        found = open_round(named, addresses=FIRST[:2])
        add(found, Address("w@kunde.example", "West"), Address("n@kunde.example", "north"))

        assert set(found.invitations.values_list("group", flat=True)) == {"North", "West"}


class TestNothingIsTold:
    def test_who_has_answered_looks_like_who_has_not(self, login, alice, found, say_by_link):
        client = login(alice)
        text = "c1@kunde.example, North\nnew@kunde.example"
        before = shown(client.post(url(found), {"addresses": text}))
        say_by_link(found.invitations.get(email="c1@kunde.example"), 9)
        after = shown(client.post(url(found), {"addresses": text}))

        assert after == before
        assert "c1@kunde.example" in after

    def test_no_answer_is_touched(self, found, add, say_by_link):
        for invitation in found.invitations.all()[:3]:
            say_by_link(invitation, 9)
        before = list(SurveyReply.objects.order_by("key").values())
        add(found, *[Address(f"n{one}@kunde.example", "North") for one in range(5)])

        assert list(SurveyReply.objects.order_by("key").values()) == before
        assert found.invitations.filter(has_answered=True).count() == 3


class TestRefused:
    def test_who_does_not_run_surveys(self, found, add):
        for role in ("buyer", "staff_viewer", "content_editor"):
            with pytest.raises(PermissionDenied):
                add(found, *south(1), by=StaffFactory(role=role))

    def test_all_known(self, found, add):
        with pytest.raises(SurveyRefused, match="asked already"):
            add(found, FIRST[0], FIRST[1])
        assert OutboxMessage.objects.count() == 10

    def test_after_the_last_day_and_once_closed(self, found, add, alice):
        with pytest.raises(SurveyRefused, match="not opened again"):
            add(found, *south(1), at=LATER)
        surveys.close(by=Actor(user=alice), survey_round=found, at=NOON)
        with pytest.raises(SurveyRefused, match="not opened again"):
            add(found, *south(1))
        assert found.invitations.count() == 10

    def test_partners_are_not_asked_by_address(self, login, alice, round_, add):
        with pytest.raises(SurveyRefused, match="Only customers"):
            add(round_, *south(1))
        assert login(alice).get(url(round_)).status_code == 404

    def test_more_than_a_round_takes(self, found, add, monkeypatch):
        monkeypatch.setattr(survey_adding, "MOST_ADDRESSES", 11)
        add(found, *south(1))
        with pytest.raises(SurveyRefused, match="11 addresses at most"):
            add(found, *south(1, start=1))


class TestThePage:
    def test_it_says_what_stays(self, login, alice, found):
        client = login(alice)
        text = words(client.get(url(found)))

        assert "had 5 addresses when the round was opened: North." in text
        assert "South" not in text
        assert "Ask more customers" in words(client.get(url(found).removesuffix("addresses/")))

    def test_all_that_is_wrong_at_once_and_nothing_typed_is_lost(self, login, alice, found):
        typed = "good@kunde.example, North\nnonsense\nalso bad\ntwice@kunde.example\ntwice@kunde.example"
        response = login(alice).post(url(found), {"addresses": typed, "ask": "1"})
        text = words(response)

        assert response.status_code == 422
        for problem in ("Line 2", "Line 3", "twice@kunde.example stands there twice"):
            assert problem in text
        assert typed.replace("\n", "\r\n") in text.replace("\r\n", "\n").replace("\n", "\r\n")
        assert found.invitations.count() == 10

    def test_what_happens_is_shown_first_and_done_by_the_second_button(self, login, alice, found):
        client = login(alice)
        typed = "new@kunde.example, North\ns1@kunde.example, South\nc1@kunde.example, North"
        text = words(client.post(url(found), {"addresses": typed}))

        assert "2 new addresses are asked at once" in text
        assert "counted among all others: South" in text
        assert "Asked already, left as they are" in text and "<li>c1@kunde.example</li>" in text
        assert found.invitations.count() == 10
        done = words(client.post(url(found), {"addresses": typed, "ask": "1"}, follow=True))
        assert "2 more customers are asked." in done
        assert found.invitations.count() == 12
        again = client.post(url(found), {"addresses": typed, "ask": "1"})
        assert again.status_code == 422 and "nobody is asked twice" in words(again)

    def test_a_closed_round_has_no_form(self, login, alice, found, close):
        closed = close(found)
        client = login(alice)

        assert "not opened again" in words(client.get(url(closed)))
        assert "Ask more customers" not in words(client.get(url(closed).removesuffix("addresses/")))


def shown(response):
    """The page without the tokens of its forms."""
    return re.sub(r"[A-Za-z0-9]{64}", "", words(response))
