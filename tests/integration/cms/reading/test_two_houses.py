"""A mail about a text opens at the house that it was written to; viewers get it as well."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from cms.actions.answers import answer
from cms.actions.answers import ask as ask_about
from cms.actions.news_telling import tell_due
from cms.enums import Audience, CommentKind
from cms.models import HomePage, NewsIndexPage, NewsPage
from portal.actions.mailing import mail_notices
from portal.models import AuditEvent, OutboxMessage
from suppliers.enums import PartnerKind
from suppliers.models import Membership, Partner
from tests.factories import MembershipFactory
from tests.integration.cms.reading.conftest import START

pytestmark = pytest.mark.django_db
PAGE = "/policies/paying-on-time/"
NOON = datetime(START.year, START.month, START.day, 10, tzinfo=UTC)


@pytest.fixture
def for_kestrel(both, brandt):
    """Suppliers are asked, and Brandt, which Robin acts for at first, is none."""
    Partner.objects.filter(pk=brandt.pk).update(kind=PartnerKind.AGENT)


@pytest.fixture
def page(policy, version):
    policy.live = True
    policy.save()
    return policy


def mail_to(user):
    mail_notices(NOON)
    (mail,) = OutboxMessage.objects.filter(to=user.email)
    return mail


def link_in(mail):
    """The way that its button goes, without the host."""
    return re.search(r":\n(?:https?://[^/\s]+)(/\S+)", mail.text)[1]


def asked_for(link):
    parts = urlsplit(link)
    assert parts.path == "/account/partner/"
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert set(given) == {"for", "next"}
    return given["for"], given["next"]


def test_it_names_its_own_house_and_never_the_other(page, for_kestrel, both, brandt, kestrel, clock):
    clock.after(0)
    mail = mail_to(both)
    assert asked_for(link_in(mail)) == (kestrel.public_id, PAGE)
    assert "Kestrel Forgings" in mail.html
    for words in (mail.subject, mail.text, mail.html):
        assert "Brandt" not in words and brandt.public_id not in words


def test_it_says_whose_it_is_changes_nothing_and_opens_there_when_told(
    page, for_kestrel, both, kestrel, login, clock
):
    clock.after(0)
    link, client = link_in(mail_to(both)), login(both)
    assert client.get(PAGE).status_code == 404  # as Brandt
    shown = client.get(link).content.decode()
    assert "This is for you at Kestrel Forgings" in shown
    assert "You act for Brandt Castings now" in shown
    assert "active_partner" not in client.session
    assert not AuditEvent.objects.filter(verb="session.switched_partner").exists()
    opened = client.post("/account/partner/", {"partner": kestrel.public_id, "next": PAGE}, follow=True)
    assert opened.redirect_chain == [(PAGE, 302)]
    assert "Say so as Robin Both" in opened.getvalue().decode()


def test_who_acts_for_it_already_is_led_on_at_once(page, for_kestrel, both, kestrel, login, clock):
    clock.after(0)
    opened = login(both, partner=kestrel).get(link_in(mail_to(both)))
    assert (opened.status_code, opened.url) == (302, PAGE)


def test_who_is_not_signed_in_signs_in_first(page, for_kestrel, both, client, clock):
    clock.after(0)
    sent = client.get(link_in(mail_to(both)))
    assert sent.status_code == 302
    assert sent.url.startswith("/accounts/login/?next=/account/partner/%3Ffor%3D")


def test_who_left_that_house_reads_its_name_no_more(page, for_kestrel, both, kestrel, bob, login, clock):
    clock.after(0)
    link = link_in(mail_to(both))
    Membership.objects.filter(user=both, partner=kestrel).delete()
    for person in (both, bob):
        opened = login(person).get(link)
        assert (opened.status_code, opened.url) == (302, PAGE)


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(both, kestrel, login, way):
    client = login(both)
    mailed = {"for": kestrel.public_id, "next": way}
    shown = client.get("/account/partner/", mailed).content.decode()
    assert 'name="next" value="/home/"' in shown
    assert 'href="/home/">Stay as it is' in shown
    given = {"partner": kestrel.public_id, "next": way}
    assert client.post("/account/partner/", given).url == "/home/"
    assert client.get("/account/partner/", mailed).url == "/home/"  # for whom they act by now


def test_who_belongs_to_one_house_has_the_plain_address(page, bob, clock):
    clock.after(0)
    assert link_in(mail_to(bob)) == PAGE


def test_a_reminder_goes_the_same_way(page, for_kestrel, both, kestrel, clock):
    clock.after(0)
    OutboxMessage.objects.all().delete()
    mail_notices(NOON)
    OutboxMessage.objects.all().delete()
    clock.after(11)
    mail_notices(NOON + timedelta(days=11))
    mail = OutboxMessage.objects.get(to=both.email)
    assert asked_for(link_in(mail)) == (kestrel.public_id, PAGE)


def test_the_answer_to_a_question_opens_at_the_house_that_asked(
    page, version, both, brandt, kestrel, erin, actor_of, login, clock
):
    asked = ask_about(
        by=actor_of(both, kestrel), version=version, kind=CommentKind.QUESTION, text="And in August?"
    )
    answer(by=actor_of(erin), comment=asked, text="As in every month.")
    mail = mail_to(both)
    scope, path = asked_for(link_in(mail))
    assert scope == kestrel.public_id
    assert "Brandt" not in mail.text and brandt.public_id not in mail.html
    client = login(both)
    assert client.get(path).status_code == 404
    assert client.post("/account/partner/", {"partner": scope, "next": path}, follow=True).status_code == 200


def test_news_opens_at_the_house_that_it_is_for(for_kestrel, both, kestrel, clock):
    index = HomePage.objects.get().add_child(instance=NewsIndexPage(title="News"))
    index.add_child(
        instance=NewsPage(
            title="A second gate",
            summary="In March.",
            audience=Audience.PARTNERS,
            kinds=",supplier,",
            tell=True,
        )
    )
    tell_due(now=NOON)
    scope, path = asked_for(link_in(mail_to(both)))
    assert scope == kestrel.public_id
    assert path.startswith("/news/")


def test_a_viewer_is_mailed_too(page, viewer, clock):
    """Everybody who is asked to read hears of it, whatever their role."""
    clock.after(0)
    assert link_in(mail_to(viewer)) == PAGE


def test_who_left_the_house_is_mailed_no_more(page, brandt, clock):
    gone = MembershipFactory(partner=brandt)
    clock.after(0)
    Membership.objects.filter(pk=gone.pk).delete()
    mail_notices(NOON)
    assert not OutboxMessage.objects.filter(to=gone.user.email).exists()
