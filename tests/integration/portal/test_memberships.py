"""A partner's people: changed by their administrator or our purchasing; switching is open and complete."""

import pytest
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.actions.people import PeopleRefused
from portal.enums import PartnerRole
from portal.models import AuditEvent, Invitation
from suppliers.actions import memberships
from suppliers.models import Membership
from tests.factories import ContactFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(brandt):
    return MembershipFactory(partner=brandt, role=PartnerRole.VIEWER, user__name="Cora Colleague")


def test_a_partner_sees_its_own_people_alone(login, bob, charlie, colleague):
    page = login(bob).get("/account/people/").content.decode()
    assert "Cora Colleague" in page
    assert "Charlie" not in page
    assert "Kestrel" not in page


def test_those_who_do_not_manage_see_no_forms(login, colleague):
    page = login(colleague.user).get("/account/people/").content.decode()
    assert "Send the invitation" not in page
    assert "Change the role" not in page
    assert login(colleague.user).post("/account/people/", {"email": "x@y.example"}).status_code == 403


def test_an_administrator_of_a_partner_invites_on_the_page(login, bob, brandt):
    response = login(bob).post(
        "/account/people/", {"email": "x@y.example", "name": "", "role": "partner_viewer"}
    )
    assert response.status_code == 302
    assert Invitation.objects.get().scope == brandt.public_id
    assert "x@y.example" in login(bob).get("/account/people/").content.decode()


def test_a_colleague_who_belongs_already_is_said_beside_the_field(login, bob, colleague):
    response = login(bob).post("/account/people/", {"email": colleague.user.email, "role": "partner_viewer"})
    assert "belongs to this partner already" in response.content.decode()


def test_staff_look_after_a_partners_people_on_its_own_page(login, alice, brandt, colleague):
    contact = ContactFactory(partner=brandt, name="Carl Contact", email="carl@brandt.example")
    url = reverse("suppliers:partner_people", args=[brandt.public_id])
    page = login(alice).get(url, {"contact": contact.public_id}).content.decode()
    assert "Cora Colleague" in page
    assert 'value="carl@brandt.example"' in page
    assert login(alice).post(url, {"email": contact.email, "role": "partner_admin"}).status_code == 302
    assert Invitation.objects.get().scope == brandt.public_id


def test_roles_change_and_people_go(login, bob, colleague, brandt):
    client = login(bob)
    client.post(reverse("suppliers:membership_role", args=[colleague.public_id]), {"role": "partner_editor"})
    colleague.refresh_from_db()
    assert colleague.role == PartnerRole.EDITOR
    client.post(reverse("suppliers:membership_remove", args=[colleague.public_id]))
    assert not Membership.objects.filter(pk=colleague.pk).exists()
    verbs = AuditEvent.objects.filter(scope=brandt.public_id).values_list("verb", flat=True)
    assert {"membership.role_changed", "membership.removed"} <= set(verbs)


def test_a_removed_person_loses_access_at_once(client, bob, colleague, actor_of):
    client.force_login(colleague.user)
    assert client.get("/account/people/").status_code == 200
    memberships.remove(by=actor_of(bob), membership=colleague)
    assert client.get("/account/people/").status_code == 404
    assert client.get("/home/").url == "/account/"
    page = client.get("/account/")
    assert page.status_code == 200
    assert "You act for nobody" in page.content.decode()
    assert "Brandt" not in page.content.decode()


def test_somebody_shut_out_loses_access_at_once(client, bob):
    client.force_login(bob)
    bob.is_active = False
    bob.save()
    assert client.get("/account/people/").status_code == 302


@pytest.mark.parametrize("act", ["demote", "remove"])
def test_the_last_administrator_stays(login, bob, colleague, act):
    client = login(bob)
    own = Membership.objects.get(user=bob)
    if act == "demote":
        url, data = reverse("suppliers:membership_role", args=[own.public_id]), {"role": "partner_viewer"}
    else:
        url, data = reverse("suppliers:membership_remove", args=[own.public_id]), {}
    page = client.post(url, data, follow=True).content.decode()
    assert "Bob Brandt is the last administrator of Brandt Castings." in page
    own.refresh_from_db()
    assert own.role == PartnerRole.ADMIN


def test_an_administrator_who_is_shut_out_does_not_count(bob, brandt, actor_of):
    MembershipFactory(partner=brandt, role=PartnerRole.ADMIN, user__is_active=False)
    with pytest.raises(PeopleRefused):
        memberships.remove(by=actor_of(bob), membership=Membership.objects.get(user=bob))


def test_staff_may_take_the_very_last_person(alice, bob, actor_of):
    memberships.remove(by=actor_of(alice), membership=Membership.objects.get(user=bob))
    assert not Membership.objects.exists()


def test_a_rivals_administrator_cannot_touch_them(login, charlie, colleague, actor_of):
    client = login(charlie)
    for name in ("membership_role", "membership_remove"):
        response = client.post(
            reverse(f"suppliers:{name}", args=[colleague.public_id]), {"role": "partner_admin"}
        )
        assert response.status_code == 404
    for act in (
        lambda: memberships.remove(by=actor_of(charlie), membership=colleague),
        lambda: memberships.change_role(by=actor_of(charlie), membership=colleague, role="partner_admin"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_person_of_two_rivals_acts_for_one_and_switches_openly(login, both, brandt, kestrel):
    client = login(both)
    page = client.get("/account/people/").content.decode()
    assert "Brandt Castings" in page
    assert "Kestrel" not in page
    response = client.post("/account/partner/", {"partner": kestrel.public_id})
    assert (response.status_code, response.url) == (302, "/home/")
    page = client.get("/account/people/").content.decode()
    assert "Kestrel Forgings" in page
    assert "Brandt" not in page


def test_switching_is_written_in_the_trail_of_the_one_it_goes_to_and_names_no_other(
    login, both, brandt, kestrel
):
    login(both).post("/account/partner/", {"partner": kestrel.public_id})
    event = AuditEvent.objects.get(verb="session.switched_partner")
    assert event.scope == kestrel.public_id
    assert brandt.public_id not in str(event.data)


def test_nobody_switches_to_a_partner_they_do_not_belong_to(login, bob, kestrel):
    client = login(bob)
    assert client.post("/account/partner/", {"partner": kestrel.public_id}).status_code == 404
    assert client.post("/account/partner/", {}).status_code == 404
    assert "active_partner" not in client.session


def test_a_forged_session_does_not_help(login, bob, kestrel):
    page = login(bob, partner=kestrel).get("/account/people/").content.decode()
    assert "Kestrel" not in page
    assert "Brandt Castings" in page


def test_what_a_page_meant_to_say_is_dropped_when_switching(both, kestrel, login):
    client = login(both)
    response = client.post("/account/", {"name": "Robin Both", "phone": "1"})
    assert response.status_code == 302  # its "Saved." waits unread
    client.post("/account/partner/", {"partner": kestrel.public_id})
    shown = [str(message) for message in messages.get_messages(client.get("/account/").wsgi_request)]
    assert shown == ["You now act for Kestrel Forgings."]


def test_pages_of_people_are_kept_by_no_cache(login, both):
    assert "no-store" in login(both).get("/account/people/")["Cache-Control"]
