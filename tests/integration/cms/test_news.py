"""News reaches its audience: on the page, on the home pages, and by one mail that comes once."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from cms.actions.news_telling import tell_due
from cms.enums import Audience
from cms.models import HomePage, NewsIndexPage, NewsPage
from portal.enums import PartnerRole
from portal.models import Notice
from suppliers.enums import PartnerKind, PartnerStatus
from suppliers.models import Partner
from tests.factories import MembershipFactory, StaffFactory, UserFactory

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WORDS = "The second gate opens in March"

# audience, kinds -> Bob of a supplier reads it, Alice does, a stranger does
WHO = [
    (Audience.PUBLIC, "", (True, True, True)),
    (Audience.PARTNERS, "", (True, True, False)),
    (Audience.PARTNERS, ",supplier,", (True, True, False)),
    (Audience.PARTNERS, ",agent,", (False, True, False)),
    (Audience.STAFF, "", (False, True, False)),
]


@pytest.fixture
def index(db):
    return HomePage.objects.get().add_child(instance=NewsIndexPage(title="News"))


@pytest.fixture
def supplier(brandt):
    Partner.objects.filter(pk=brandt.pk).update(kind=PartnerKind.SUPPLIER)


def announced(index, audience=Audience.PUBLIC, kinds="", **facts):
    page = NewsPage(title=WORDS, summary="Use it from the 2nd.", audience=audience, kinds=kinds, **facts)
    return index.add_child(instance=page)


@pytest.mark.parametrize(("audience", "kinds", "expected"), WHO)
def test_it_is_read_by_its_audience_alone(index, supplier, bob, alice, audience, kinds, expected):
    page = announced(index, audience, kinds)
    for person, reads in zip((bob, alice, None), expected, strict=True):
        client = Client()
        if person:
            client.force_login(person)
        assert client.get(page.url).status_code == (200 if reads else 404)
        for path in ("/news/", "/home/") if person else ("/news/",):
            assert (WORDS in client.get(path).content.decode()) is reads, (path, person)


@pytest.mark.parametrize(("audience", "kinds", "told"), [(a, k, t) for a, k, t in WHO])
def test_who_has_an_account_and_belongs_to_the_audience_is_told(
    index, supplier, bob, alice, audience, kinds, told
):
    page = announced(index, audience, kinds, tell=True)
    tell_due(now=NOW)
    people = set(Notice.objects.values_list("user__email", flat=True))
    # Our own people read what is for partners, and are not written to about it.
    alice_hears = audience != Audience.PARTNERS
    assert people == {one.email for one, hears in ((bob, told[0]), (alice, alice_hears)) if hears}
    page.refresh_from_db()
    assert page.told_at == NOW


def test_who_is_lost_is_not_written_to(index, supplier, bob, brandt):
    Partner.objects.filter(pk=brandt.pk).update(status=PartnerStatus.LOST)
    announced(index, Audience.PARTNERS, tell=True)
    assert tell_due(now=NOW) == 0


def test_it_is_told_once_whatever_happens_after(index, supplier, bob, erin):
    page = announced(index, tell=True)
    before = page.save_revision()
    assert tell_due(now=NOW) == 3  # Bob, Alice, Erin
    assert tell_due(now=NOW) == 0
    page.refresh_from_db()
    before.publish()  # a draft from before it was told
    page.refresh_from_db()
    assert page.told_at == NOW
    newcomer = UserFactory(name="New Brandt")
    MembershipFactory(user=newcomer, partner=Partner.objects.get(), role=PartnerRole.VIEWER)
    assert tell_due(now=NOW) == 0
    assert Notice.objects.count() == 3


@pytest.mark.parametrize("facts", [{"tell": False}, {"tell": True, "live": False}])
def test_nobody_is_told_of_drafts_nor_without_being_asked(index, supplier, bob, facts):
    announced(index, **facts)
    assert tell_due(now=NOW) == 0


def test_who_belongs_to_two_partners_hears_once_and_who_left_never(index, supplier, bob, brandt, kestrel):
    MembershipFactory(user=bob, partner=kestrel, role=PartnerRole.VIEWER)
    gone = UserFactory(name="Gone", is_active=False)
    MembershipFactory(user=gone, partner=brandt, role=PartnerRole.ADMIN)
    StaffFactory(is_active=False)
    announced(index, Audience.PARTNERS, tell=True)
    assert tell_due(now=NOW) == 1
    notice = Notice.objects.get()
    assert (notice.user, notice.subject, notice.act) == (bob, WORDS, "Read it")
    client = Client()
    client.force_login(bob)
    assert client.get(notice.path).status_code == 200


def test_home_costs_one_statement_however_much_news(index, bob, django_assert_num_queries):
    from cms.facts.news import fresh
    from portal.actors import Actor
    from suppliers.models import Membership

    actor = Actor(user=bob, membership=Membership.objects.select_related("partner").get(user=bob))
    for _ in range(5):
        announced(index)
    today = NewsPage.objects.first().day
    with django_assert_num_queries(1):
        assert len(fresh(actor, today, 3)) == 3
