"""Ways in: who may invite whom, what the link does and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.actions import invitations
from portal.actions.invitations import InvitationRefused
from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent, Invitation, OutboxMessage, User
from suppliers.models import Membership
from tests.factories import MembershipFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"name": "Nora New", "password": "impeller-housing", "again": "impeller-housing"}


@pytest.fixture
def invited(alice, brandt, actor_of):
    return invitations.invite(
        by=actor_of(alice),
        email="Nora@Brandt.example",
        name="Nora",
        role=PartnerRole.EDITOR,
        scope=brandt.public_id,
    )


@pytest.fixture
def link(invited, secret_of):
    return reverse("portal:invitation", args=[secret_of("nora@brandt.example")])


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (StaffRole.ADMINISTRATOR, True),
        (StaffRole.PURCHASING_MANAGER, True),
        (StaffRole.BUYER, False),
        (StaffRole.EXECUTIVE, False),
        (StaffRole.CONTENT_EDITOR, False),
        (StaffRole.STAFF_VIEWER, False),
    ],
)
def test_of_the_staff_administrators_and_purchasing_managers_invite_to_a_partner(role, may, brandt, actor_of):
    by = actor_of(StaffFactory(role=role))

    def invite():
        invitations.invite(by=by, email="x@y.example", role=PartnerRole.VIEWER, scope=brandt.public_id)

    if may:
        invite()
    else:
        with pytest.raises(PermissionDenied):
            invite()
    assert OutboxMessage.objects.count() == may


@pytest.mark.parametrize("role", [PartnerRole.EDITOR, PartnerRole.VIEWER])
def test_only_administrators_of_a_partner_invite_colleagues(role, brandt, actor_of):
    member = MembershipFactory(partner=brandt, role=role).user
    with pytest.raises(PermissionDenied):
        invitations.invite(by=actor_of(member), email="x@y.example", role=role, scope=brandt.public_id)


def test_nobody_invites_to_a_rival_or_to_the_staff_from_a_partner(bob, kestrel, actor_of):
    for scope, role in [(kestrel.public_id, PartnerRole.VIEWER), ("", StaffRole.ADMINISTRATOR)]:
        with pytest.raises(PermissionDenied):
            invitations.invite(by=actor_of(bob), email="x@y.example", role=role, scope=scope)


def test_a_purchasing_manager_does_not_invite_staff(alice, actor_of):
    with pytest.raises(PermissionDenied):
        invitations.invite(by=actor_of(alice), email="x@y.example", role=StaffRole.ADMINISTRATOR)


def test_a_role_of_the_other_side_is_no_role(dana, brandt, actor_of):
    with pytest.raises(ValueError, match="not a role there"):
        invitations.invite(
            by=actor_of(dana), email="x@y.example", role=StaffRole.ADMINISTRATOR, scope=brandt.public_id
        )


def test_the_mail_names_inviter_partner_and_day_and_the_secret_is_stored_only_as_a_hash(
    invited, alice, secret_of
):
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.reply_to, mail.scope) == ("nora@brandt.example", alice.email, invited.scope)
    assert mail.subject == "Alice Moreau invites you to act for Brandt Castings at Halden"
    assert "works once" in mail.text
    assert mail.forget
    secret = secret_of("nora@brandt.example")
    assert secret in mail.html
    assert secret not in str(Invitation.objects.values().get())
    assert secret not in str(list(AuditEvent.objects.values()))


def test_names_with_signs_arrive_as_they_are_written(alice, brandt, actor_of):
    brandt.name = "Brandt & Söhne <Guss>"
    brandt.save()
    invitations.invite(
        by=actor_of(alice), email="x@y.example", role=PartnerRole.VIEWER, scope=brandt.public_id
    )
    mail = OutboxMessage.objects.get()
    assert "Brandt & Söhne <Guss>" in mail.subject
    assert "Brandt & Söhne <Guss>" in mail.text
    assert "Brandt &amp; Söhne &lt;Guss&gt;" in mail.html


def test_a_name_cannot_break_out_of_the_subject(alice, brandt, actor_of):
    brandt.name = "Brandt\r\nBcc: rival@kestrel.example" + "x" * 160
    brandt.save()
    invitations.invite(
        by=actor_of(alice), email="x@y.example", role=PartnerRole.VIEWER, scope=brandt.public_id
    )
    subject = OutboxMessage.objects.get().subject
    assert "\r" not in subject
    assert len(subject) <= 250


def test_opening_the_link_changes_nothing(client, link):
    before = Invitation.objects.values().get()
    for _ in range(2):
        response = client.get(link)
        assert response.status_code == 200
    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email="nora@brandt.example").exists()
    assert "no-store" in response["Cache-Control"]


def test_a_new_person_sets_name_and_password_and_lands_at_home_for_that_partner(client, link, brandt):
    response = client.post(link, NEW)
    assert (response.status_code, response.url) == (302, "/home/")
    user = User.objects.get(email="nora@brandt.example")
    assert user.name == "Nora New"
    assert user.check_password(NEW["password"])
    membership = Membership.objects.get(user=user)
    assert (membership.partner, membership.role) == (brandt, PartnerRole.EDITOR)
    assert client.session["active_partner"] == brandt.public_id
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_trail_tells_the_whole_way_in(client, link, brandt):
    client.post(link, NEW)
    verbs = list(
        AuditEvent.objects.filter(scope=brandt.public_id).order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["invitation.sent", "membership.added", "invitation.accepted"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "1234567890123", "again": "1234567890123"}, "entirely numeric"),
        ({"password": "nora@brandt.example", "again": "nora@brandt.example"}, "too similar"),
        ({"again": "impeller-other"}, "differ"),
        ({"name": ""}, "required"),
    ],
)
def test_a_bad_password_is_explained_and_nobody_is_made(client, link, typed, error):
    response = client.post(link, {**NEW, **typed})
    assert response.status_code == 422
    assert error in response.content.decode()
    assert not User.objects.filter(email="nora@brandt.example").exists()


def test_the_link_works_once(client, link):
    client.post(link, NEW)
    client.logout()
    response = client.post(link, {**NEW, "name": "Mallory"})
    assert response.status_code == 410
    assert "You are in already" in response.content.decode()


def test_an_unknown_link_is_404(client, db):
    assert client.get("/invitation/not-a-secret/").status_code == 404
    assert client.post("/invitation/not-a-secret/", NEW).status_code == 404


def test_a_link_runs_out_after_14_days(client, link, invited, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=14, seconds=1))
    response = client.post(link, NEW)
    assert response.status_code == 410
    assert "This link was good until" in response.content.decode()
    assert not User.objects.filter(email="nora@brandt.example").exists()


def test_a_link_that_was_taken_back_is_refused(client, link, invited, alice, actor_of):
    invitations.revoke(by=actor_of(alice), invitation=invited)
    response = client.post(link, NEW)
    assert response.status_code == 410
    assert "taken back" in response.content.decode()


def test_sending_again_makes_a_new_link_and_kills_the_old(client, link, invited, alice, actor_of, secret_of):
    invitations.send_again(by=actor_of(alice), invitation=invited)
    assert client.get(link).status_code == 404
    fresh = reverse("portal:invitation", args=[secret_of("nora@brandt.example")])
    assert client.post(fresh, NEW).status_code == 302


def test_two_clicks_at_once_make_one_person(invited):
    stale = Invitation.objects.get(pk=invited.pk)
    user = UserFactory(email=invited.email)
    invitations.accept(user=user, invitation=invited)
    with pytest.raises(InvitationRefused):
        invitations.accept(user=user, invitation=stale)
    assert Membership.objects.count() == 1


def test_somebody_known_is_asked_to_log_in_and_comes_back(client, link):
    UserFactory(email="nora@brandt.example")
    page = client.get(link).content.decode()
    assert f"/accounts/login/?{urlencode({'next': link})}" in page
    response = client.post(link, NEW)
    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_somebody_known_accepts_when_logged_in(login, link, brandt):
    user = UserFactory(email="nora@brandt.example")
    client = login(user)
    assert "Accept" in client.get(link).content.decode()
    assert not Membership.objects.exists()
    assert client.post(link).status_code == 302
    assert Membership.objects.get(user=user).partner == brandt


def test_an_invitation_never_goes_to_another_address_silently(login, link, charlie):
    client = login(charlie)
    page = client.get(link).content.decode()
    assert "charlie@kestrel.example" in page
    assert client.post(link, NEW).status_code == 200
    assert not Membership.objects.filter(user=charlie, partner__code="BRANDT").exists()
    assert not User.objects.filter(email="nora@brandt.example").exists()


def test_a_second_partner_becomes_the_active_one_openly(login, alice, charlie, brandt, actor_of, secret_of):
    invitations.invite(
        by=actor_of(alice), email=charlie.email, role=PartnerRole.VIEWER, scope=brandt.public_id
    )
    client = login(charlie)
    client.post(reverse("portal:invitation", args=[secret_of(charlie.email)]))
    assert client.session["active_partner"] == brandt.public_id
    assert "You act for Brandt Castings" in client.get("/account/").content.decode()


def test_somebody_shut_out_does_not_come_in_by_invitation(client, link):
    UserFactory(email="nora@brandt.example", is_active=False)
    page = client.post(link, NEW).content.decode()
    assert "shut out" in page
    assert not Membership.objects.exists()


def test_staff_and_partners_people_stay_apart(dana, alice, bob, brandt, actor_of):
    with pytest.raises(InvitationRefused, match="own people already"):
        invitations.invite(
            by=actor_of(dana), email=alice.email, role=PartnerRole.VIEWER, scope=brandt.public_id
        )
    with pytest.raises(InvitationRefused, match="another address"):
        invitations.invite(by=actor_of(dana), email=bob.email, role=StaffRole.BUYER)


def test_a_partner_learns_nothing_about_an_address_and_staff_cannot_accept(
    login, bob, alice, actor_of, brandt, secret_of
):
    invitations.invite(by=actor_of(bob), email=alice.email, role=PartnerRole.VIEWER, scope=brandt.public_id)
    response = login(alice).post(reverse("portal:invitation", args=[secret_of(alice.email)]))
    assert response.status_code == 409
    assert not Membership.objects.filter(user=alice).exists()
    assert Invitation.objects.get().accepted_at is None


def test_an_administrator_invites_staff(client, dana, actor_of, secret_of):
    invitations.invite(by=actor_of(dana), email="otto@halden.example", role=StaffRole.BUYER)
    client.post(reverse("portal:invitation", args=[secret_of("otto@halden.example")]), NEW)
    otto = User.objects.get(email="otto@halden.example")
    assert otto.role == StaffRole.BUYER
    assert client.get("/account/").status_code == 200


def test_an_address_is_invited_once_at_a_time(invited, alice, brandt, actor_of):
    with pytest.raises(InvitationRefused, match="send that one again"):
        invitations.invite(
            by=actor_of(alice), email="NORA@brandt.example", role=PartnerRole.VIEWER, scope=brandt.public_id
        )


def test_an_account_of_a_partner_is_no_mail_cannon(bob, brandt, actor_of, monkeypatch):
    monkeypatch.setattr(invitations, "MAX_A_DAY", 2)
    by = actor_of(bob)
    for number in range(2):
        invitations.invite(
            by=by, email=f"p{number}@y.example", role=PartnerRole.VIEWER, scope=brandt.public_id
        )
    with pytest.raises(InvitationRefused, match="tomorrow"):
        invitations.invite(by=by, email="p3@y.example", role=PartnerRole.VIEWER, scope=brandt.public_id)


def test_trying_links_is_limited(client, link, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "3/m/ip"}
    statuses = [client.post(link, {**NEW, "again": "no"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
