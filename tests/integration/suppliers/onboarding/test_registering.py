"""From the public page to a partner: the same answer for all, one decision, nobody learns whom we know."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from portal.enums import PartnerRole
from portal.models import Invitation, Notice, OutboxMessage
from suppliers.actions import registrations
from suppliers.actions.registrations import RegistrationRefused, suggested_code
from suppliers.engine.likeness import Why
from suppliers.enums import PartnerStatus, RegistrationState
from suppliers.facts.likeness import lookalikes
from suppliers.models import Contact, Partner, Registration

NOW = datetime(2026, 10, 6, 9, tzinfo=UTC)
TYPED = {
    "kind": "supplier", "name": "Norrland Gjuteri AB", "country": "SE", "offers": "Iron castings",
    "contact_name": "Elin Norberg", "email": "elin@norrland.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


def secret_of(mail) -> str:
    return mail.text.split("/register/confirm/")[1].split("/")[0]


def registered(**more) -> Registration:
    made = registrations.register(facts={**TYPED, **more}, language="en", at=NOW)
    return registrations.confirm(registration=made, at=NOW)


def test_it_is_kept_confirmed_by_a_button_and_told_to_who_decides(house, client):
    page = client.post(reverse("suppliers:register"), TYPED, follow=True)
    assert "look into your mail" in page.content.decode()
    mail = OutboxMessage.objects.get()
    assert mail.to == "elin@norrland.example"
    link = reverse("suppliers:register_confirm", args=[secret_of(mail)])
    assert "Is this address yours?" in client.get(link).content.decode()
    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED  # looking changes nothing
    assert "A person reads it now" in client.post(link).content.decode()
    assert Registration.objects.get().state == RegistrationState.WAITING
    assert secret_of(mail) not in Registration.objects.get().secret_hash
    told = set(Notice.objects.values_list("user__name", flat=True))
    assert told == {"Alice Moreau", "Dana Lund"}
    client.post(link)
    assert Notice.objects.count() == 2


def test_what_a_stranger_types_is_not_mailed_to_the_address(house, client):
    evil = {
        **TYPED,
        "name": "Urgent prize waits",
        "contact_name": "Call 0900 now",
        "email": "victim@home.example",
    }
    client.post(reverse("suppliers:register"), evil)
    mail = OutboxMessage.objects.get(to="victim@home.example")
    for word in ("prize", "0900", "Iron castings"):
        assert word not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(
    "name",
    ["Click http://evil.example", "www.evil.example", "evil.com wins", "A <b>b</b>", "a\u202eb", "x@y"],
)
def test_no_address_hides_in_a_name(house, client, name):
    page = client.post(reverse("suppliers:register"), {**TYPED, "name": name})
    assert page.status_code == 422
    assert not Registration.objects.exists() and not OutboxMessage.objects.exists()


def answer(typed):
    page = Client().post(reverse("suppliers:register"), typed, follow=True)
    without_token = re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode())
    return page.status_code, page.redirect_chain, without_token


def test_the_answer_is_the_same_whatever_we_know(house):
    new = answer(TYPED)
    assert new == answer({**TYPED, "email": "bob@brandt.example", "name": "Brandt Castings"})
    assert new == answer({**TYPED, "email": "alice@halden.example"})
    assert new == answer({**TYPED, "fax": "1234"})  # a machine
    assert Registration.objects.count() == 3
    for _once in range(5):
        assert answer(TYPED) == new
    assert Registration.objects.filter(email=TYPED["email"]).count() == 3  # the rest was not written


def test_too_many_from_one_place_are_asked_to_wait(house, client):
    codes = [client.post(reverse("suppliers:register"), {"name": "x"}).status_code for _once in range(21)]
    assert codes == [422] * 20 + [429]


def test_csrf_is_asked_for(house):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("suppliers:register"), TYPED).status_code == 403


def test_a_link_that_is_old_or_made_up_opens_nothing(house, client):
    made = registrations.register(facts=TYPED, language="", at=NOW)
    secret = secret_of(OutboxMessage.objects.get())
    assert registrations.find(secret=secret, at=NOW + timedelta(days=6)) == made
    assert registrations.find(secret=secret, at=NOW + timedelta(days=8)) is None
    assert registrations.find(secret=secret[:-1] + "x", at=NOW) is None
    assert client.get(reverse("suppliers:register_confirm", args=["abc"])).status_code == 404


def test_approved_it_is_a_partner_with_a_contact_and_an_invitation(house):
    one = registered()
    partner = registrations.approve(
        by=house.alice, registration=one, name=one.name, code="NORR", owner=house.ben.user, at=NOW
    )
    assert (partner.status, partner.owner) == (PartnerStatus.ONBOARDING, house.ben.user)
    assert Contact.objects.get(partner=partner).email == "elin@norrland.example"
    invited = Invitation.objects.get()
    assert (invited.email, invited.role, invited.scope) == (
        "elin@norrland.example", PartnerRole.ADMIN, partner.public_id,
    )  # fmt: skip
    with pytest.raises(RegistrationRefused, match="Alice Moreau was faster"):
        registrations.decline(by=house.dana, registration=one, words="No.", at=NOW)
    assert Partner.objects.filter(code__startswith="NORR").count() == 1


@pytest.mark.parametrize("who", ["ben", "sven", "bob", "charlie"])
def test_who_may_not_decide(house, who):
    with pytest.raises(PermissionDenied):
        registrations.decline(by=getattr(house, who), registration=registered(), words="No.", at=NOW)


def test_unconfirmed_there_is_nothing_to_decide(house):
    one = registrations.register(facts=TYPED, language="", at=NOW)
    with pytest.raises(RegistrationRefused, match="not confirmed"):
        registrations.approve(by=house.alice, registration=one, name="N", code="N", owner=None, at=NOW)


def test_a_code_that_is_taken_is_named_and_nothing_is_made(house):
    one = registered()
    with pytest.raises(RegistrationRefused) as refused:
        registrations.approve(by=house.alice, registration=one, name="N", code="brandt", owner=None, at=NOW)
    assert refused.value.field == "code"
    assert suggested_code("Brandt Castings") == "BRANDT-2"
    assert Partner.objects.count() == 2


def test_is_this_partner_invites_nobody_and_names_nobody(house):
    one = registered(name="Brandt Casting", email="stranger@gmail.com")
    assert registrations.is_partner(by=house.alice, registration=one, partner=house.brandt, at=NOW) == 1
    assert not Invitation.objects.exists()
    assert Notice.objects.filter(user=house.bob.user).count() == 1
    assert not Notice.objects.filter(user=house.charlie.user).exists()
    mail = OutboxMessage.objects.get(key=f"registration_read:{one.public_id}")
    assert "Brandt" not in mail.subject + mail.text + mail.html


def test_declined_with_our_words(house):
    one = registered()
    with pytest.raises(RegistrationRefused):
        registrations.decline(by=house.alice, registration=one, words=" ", at=NOW)
    registrations.decline(by=house.alice, registration=one, words="Not this year.", at=NOW)
    assert "Not this year." in OutboxMessage.objects.get(key=f"registration_declined:{one.public_id}").text


def test_who_may_be_the_same_and_why(house):
    Partner.objects.filter(pk=house.brandt.pk).update(website="https://www.brandt.example/de")
    one = registered(
        name="Brandt Castngs GmbH", tax_id="de 123.456.789", email="jonas@brandt.example",
        website="https://brandt.example",
    )  # fmt: skip
    registered(name="BRANDT CASTNGS", email="other@gmail.com")
    found = lookalikes(house.alice, one)
    assert found[0].partner == house.brandt
    assert set(found[0].why) == {Why.TAX_ID, Why.NEARLY, Why.MAIL, Why.WEBSITE}
    assert [other.registration.email for other in found if other.registration] == ["other@gmail.com"]
    free = registered(name="Somebody else", email="x@gmail.com")
    assert lookalikes(house.alice, free) == []


def test_the_staff_page_shows_it_and_decides(house, client):
    one = registered(name="Brandt Casting")
    client.force_login(house.alice.user)
    url = reverse("suppliers:registration", args=[one.public_id])
    text = client.get(url).content.decode()
    assert "similar name" in text and "BRANDT-2" in text
    page = client.post(url, {"act": "approve", "name": "Brandt Casting", "code": "BRANDT"})
    assert page.status_code == 422
    assert "Another partner already has this code." in page.content.decode()
    done = client.post(url, {"act": "approve", "name": "Brandt Casting", "code": "BC", "owner": ""})
    assert done.url == reverse("suppliers:partner", args=[Partner.objects.get(code="BC").public_id])
    assert client.post(url, {"act": "decline", "words": "x"}).status_code == 409


def test_what_nobody_confirmed_goes_after_thirty_days(house):
    registrations.register(facts=TYPED, language="", at=NOW)
    kept = registered(email="kept@norrland.example")
    registrations.forget_unconfirmed(by=house.alice, now=NOW + timedelta(days=31))
    assert list(Registration.objects.all()) == [kept]
