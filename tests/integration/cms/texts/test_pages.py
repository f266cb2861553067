"""What a reader sees of a policy: the version that holds, the old ones, and nothing of what comes."""

import re
from datetime import date

import pytest
import time_machine

from cms.enums import Audience
from cms.models import PolicyPage
from portal.enums import StaffRole
from suppliers.enums import PartnerKind
from tests.factories import MembershipFactory, StaffFactory
from tests.texts import publish, write

PAGE = "/policies/paying-on-time/"
OLD = f"{PAGE}versions/1.1/"
COMING = f"{PAGE}versions/3/"
COMPARE = f"{PAGE}compare/"

pytestmark = pytest.mark.usefixtures("today")


def text_of(client, path):
    return client.get(path).content.decode()


def words_of(client, path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text_of(client, path)))


@pytest.fixture
def agent(db):
    """Of a partner that is no supplier."""
    return MembershipFactory(partner__kind=PartnerKind.AGENT).user


def test_versions_are_numbered_by_the_kind_of_change(paying):
    rows = paying.text_versions.order_by("major", "minor")
    assert [one.number for one in rows] == ["1", "1.1", "2", "3"]


@pytest.mark.parametrize(
    "path", [PAGE, "/policies/", OLD, COMPARE, f"{COMPARE}?from=1&to=2", "/search/?q=interest"]
)
def test_its_audience_sees_nothing_of_what_comes(login, bob, paying, path):
    page = text_of(login(bob), path)
    assert "Paying on time" in page
    for word in ("Comingword", "Paying sooner", "Sooner than ever", "Nov 2026", "versions/3"):
        assert word not in page


@pytest.mark.parametrize(
    "path", [COMING, f"{PAGE}versions/3.pdf", f"{COMPARE}?from=2&to=3", f"{COMPARE}?to=3"]
)
def test_what_comes_is_not_found_by_its_audience(login, bob, paying, path):
    assert login(bob).get(path).status_code == 404


@pytest.mark.parametrize("role", StaffRole.values)
def test_our_own_people_see_what_comes(client, paying, role):
    client.force_login(StaffFactory(role=role))
    page = words_of(client, COMING)
    assert "Only our own people see this version before 1 Nov 2026." in page.replace("\xa0", " ")
    assert "Comingword" in page
    assert "from 1 Nov 2026" in words_of(client, "/policies/").replace("\xa0", " ")
    assert "Comingword" not in text_of(client, f"{PAGE}versions/2/")


def test_on_its_day_it_holds_and_its_audience_sees_it(client, paying):
    assert client.get(PAGE).status_code == 404
    with time_machine.travel("2026-11-01T09:00:00Z", tick=False):
        page = words_of(client, PAGE)
        assert "Comingword" in page
        assert "Paying sooner" in page
        assert "Paying sooner" in words_of(client, "/policies/")
        # Strangers know of the one version that was ever for them, and have nothing to compare it with.
        assert "against version" not in page
        for number in ("1", "1.1", "2"):
            assert client.get(f"{PAGE}versions/{number}/").status_code == 404


PATHS = [
    PAGE,
    *(f"{PAGE}versions/{n}" for n in ("1/", "1.1/", "2/", "2.pdf")),
    COMPARE,
    f"{COMPARE}?from=1&to=2",
]


@pytest.mark.parametrize("path", PATHS)
def test_the_wrong_audience_finds_nothing(client, login, agent, paying, path):
    assert client.get(path).status_code == 404
    assert login(agent).get(path).status_code == 404


@pytest.mark.parametrize("path", [one for one in PATHS if not one.endswith("pdf")])
def test_those_it_is_for_read_it(login, bob, paying, path):
    assert login(bob).get(path).status_code == 200


def test_a_text_that_is_no_longer_for_them_takes_its_past_with_it(login, bob, erin, dana):
    page = write(title="Gifts", keeper=erin, audience=Audience.PARTNERS)
    publish(page, date(2026, 1, 1))
    old = "/policies/gifts/versions/1/"
    assert login(bob).get(old).status_code == 200
    publish(page, date(2026, 6, 1), audience=Audience.STAFF, in_force_from=date(2026, 6, 1), reason="Ours.")
    for path in ("/policies/gifts/", old, "/policies/gifts/versions/1.pdf", "/policies/gifts/compare/"):
        assert login(bob).get(path).status_code == 404
    assert "This version no longer holds" in words_of(login(dana), old)


@pytest.mark.parametrize("number", ["4", "0", "1.2", "01", "1.10", "2.0"])
def test_there_is_one_address_for_a_version_and_none_for_what_is_not_there(login, dana, paying, number):
    client = login(dana)
    assert client.get(f"{PAGE}versions/{number}/").status_code == 404
    assert client.get(f"{PAGE}versions/{number}.pdf").status_code == 404
    assert client.get(COMPARE, {"from": number, "to": "1"}).status_code == 404


def test_a_policy_is_no_playbook(login, dana, paying):
    assert login(dana).get("/playbooks/paying-on-time/versions/1/").status_code == 404


def test_the_page_says_what_changed_and_why(login, bob, paying):
    page = words_of(login(bob), PAGE)
    assert "41 of 61 late invoices waited for inspection." in page
    assert "against version 1.1" in page
    html = text_of(login(bob), PAGE)
    assert '<del class="ac-was">our inspection accepts the goods.</del>' in html
    assert '<ins class="ac-now">the goods are at our gate.</ins>' in html
    assert "2. When the clock starts" in page


def test_words_added_and_taken_away_are_said_to_who_does_not_see_them(login, bob, paying):
    html = text_of(login(bob), f"{PAGE}?show=changes")
    assert '<del><span class="vh">taken away: </span>our inspection accepts the goods.</del>' in html
    assert '<ins><span class="vh">added: </span>the goods are at our gate.</ins>' in html
    assert "<ins" not in text_of(login(bob), PAGE).split('id="text"')[1].split("</section>")[0]


def test_any_two_are_compared_in_either_direction(login, bob, paying):
    client = login(bob)
    forth = text_of(client, f"{COMPARE}?from=1&to=2")
    back = text_of(client, f"{COMPARE}?from=2&to=1")
    assert "</span>Call 10.</ins>" in forth
    assert "</span>Call 10.</del>" in back
    assert "2 of 3 points changed." in forth
    assert "a new telephone number" in forth  # every version on the way says why
    assert "Nothing changed." in text_of(client, f"{COMPARE}?from=2&to=2")


def test_who_may_know_of_one_version_compares_it_with_itself(login, client, erin):
    publish(write(title="Gifts", keeper=erin), date(2026, 1, 1))
    assert "Nothing changed." in text_of(client, "/policies/gifts/compare/")


def test_each_version_says_when_it_held(login, bob, paying):
    page = words_of(login(bob), PAGE).replace("\xa0", " ")
    assert "since 1 Jan 2026, material. Approved by Dana" in page
    assert "12 Mar 2025 to 31 Dec 2025, editorial: a new telephone number" in page
    assert "1 Feb 2025 to 11 Mar 2025" in page


def test_a_policy_that_was_taken_down_is_past_and_read_by_our_own_people(login, bob, dana, paying):
    paying.unpublish()
    old = f"{PAGE}versions/2/"
    assert login(bob).get(PAGE).status_code == 404
    assert login(bob).get(old).status_code == 404
    assert "Paying on time" not in text_of(login(bob), "/policies/")
    page = words_of(login(dana), old)
    assert "This version no longer holds" in page
    assert "In force" not in page.split("each stays at its address")[1]


def test_a_review_that_is_due_is_said_to_our_own_people_alone(login, bob, dana, paying):
    PolicyPage.objects.update(review_on=date(2026, 3, 1))
    for path in ("/policies/", PAGE):
        for who, is_said in ((dana, True), (bob, False)):
            page = text_of(login(who), path)
            assert ("Its review is due" in page or "ac-chip warn" in page) is is_said, path


def test_old_versions_are_not_for_search_engines(client, erin):
    page = write(title="Gifts", keeper=erin)
    publish(page, date(2026, 1, 1))
    assert "noindex" in text_of(client, "/policies/gifts/versions/1/")
    assert "noindex" not in text_of(client, "/policies/gifts/")


def test_the_head_for_who_shares_it_tells_nothing_of_what_comes(client, erin):
    page = write(title="Gifts", keeper=erin, summary="Small ones")
    publish(page, date(2026, 1, 1))
    publish(
        page,
        date(2026, 2, 1),
        title="Bribes",
        summary="None at all",
        in_force_from=date(2026, 12, 1),
        reason="x",
    )
    html = text_of(client, "/policies/gifts/")
    assert 'content="Gifts"' in html
    assert 'content="Small ones"' in html
    assert "Bribes" not in html
    assert "None at all" not in html


@pytest.mark.parametrize("path", [PAGE, OLD, COMPARE, f"{PAGE}?show=changes", "/policies/"])
def test_any_number_of_versions_takes_the_same_number_of_queries(
    login, bob, erin, paying, path, django_assert_num_queries, django_assert_max_num_queries
):
    client = login(bob)
    client.get(path)
    with django_assert_max_num_queries(34) as asked:
        client.get(path)
        before = len(asked)
    for n in range(4):
        one = paying.text_versions.get(major=1, minor=1)
        one.pk, one.public_id, one.minor = None, f"version{n}", 2 + n
        one._state.adding = True
        one.save()
        publish(write(title=f"More {n}", keeper=erin), date(2026, 1, 1))
    client.get(path)
    with django_assert_num_queries(before):
        client.get(path)
