"""Logging in and out, one's own account, and the company's people."""

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal import settings as product
from portal.actions import people
from portal.actions.people import PeopleRefused
from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import AuditEvent, Invitation, OutboxMessage, User
from tests.factories import PASSWORD, StaffFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_a_partner_logs_in_by_e_mail_and_lands_at_home(client, bob):
    response = log_in(client, "Bob@Brandt.example")
    assert (response.status_code, response.url) == (302, "/home/")
    assert AuditEvent.objects.filter(verb="session.logged_in", actor_id=bob.pk).count() == 1


def test_logging_out_is_a_post_and_is_noted(client, bob):
    client.force_login(bob)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(verb="session.logged_out", actor_id=bob.pk).count() == 1


def test_somebody_who_acts_for_nobody_lands_where_that_is_said(client, bob):
    bob.memberships.all().delete()
    assert log_in(client, bob.email).url == "/account/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, bob):
    wrong = log_in(client, bob.email, "wrong-password").content.decode()
    unknown = log_in(client, "nobody@nowhere.example", "wrong-password").content.decode()
    assert "not correct" in wrong
    assert _without_tokens(wrong, bob.email) == _without_tokens(unknown, "nobody@nowhere.example")


def _without_tokens(page, email):
    lines = page.replace(email, "X").splitlines()
    return [line for line in lines if "csrf" not in line.lower()]


def test_asking_for_a_new_password_says_the_same_to_everybody(client, bob):
    known = client.post("/accounts/password/reset/", {"email": bob.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@nowhere.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    mail = OutboxMessage.objects.get()
    assert mail.to == bob.email
    assert mail.forget
    assert "/accounts/password/reset/key/" in mail.text
    assert "Halden and its partners" in mail.text


def test_a_new_password_is_set_through_the_mailed_link_and_noted(client, bob):
    client.post("/accounts/password/reset/", {"email": bob.email})
    text = OutboxMessage.objects.get().text
    path = next(word for word in text.split() if "/reset/key/" in word).split("testserver")[1]
    form_url = client.get(path).url
    client.post(form_url, {"password1": "new-impeller-42", "password2": "new-impeller-42"})
    bob.refresh_from_db()
    assert bob.check_password("new-impeller-42")
    assert AuditEvent.objects.filter(verb__startswith="safety.password_reset", actor_id=bob.pk).exists()


def test_guessing_passwords_is_limited_for_each_address(client, bob):
    for _ in range(5):
        log_in(client, bob.email, "guess")
    page = log_in(client, bob.email).content.decode()
    assert "Too many failed login attempts" in page
    assert "_auth_user_id" not in client.session


def test_attempts_are_counted_where_every_process_sees_them(client, bob, settings):
    assert product.CACHES["default"]["BACKEND"].endswith("CountingCache")
    settings.CACHES = product.CACHES
    call_command("createcachetable")  # the migration that makes it follows the tests' own settings
    for _ in range(5):
        log_in(client, bob.email, "guess")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM portal_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] > 0
    assert "Too many failed login attempts" in log_in(Client(), bob.email).content.decode()


def test_nobody_signs_up(client, db):
    page = client.get("/accounts/signup/")
    assert page.status_code == 200
    assert "password1" not in page.content.decode()
    client.post("/accounts/signup/", {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_one_changes_ones_own_profile(login, bob):
    response = login(bob).post(
        "/account/", {"name": "Bobby Brandt", "phone": "+47 1", "language": "", "time_zone": "Asia/Tokyo"}
    )
    assert response.status_code == 302
    bob.refresh_from_db()
    assert (bob.name, bob.time_zone) == ("Bobby Brandt", "Asia/Tokyo")
    event = AuditEvent.objects.get(verb="person.changed")
    assert sorted(event.data["fields"]) == ["name", "phone", "time_zone"]


def test_the_reader_sees_moments_in_the_chosen_time_zone(login, dana):
    dana.time_zone = "Asia/Tokyo"
    dana.save()
    people.update_profile(by=Actor(user=dana), changes={"phone": "1"})
    event = AuditEvent.objects.latest("id")
    page = login(dana).get("/account/history/").content.decode()
    assert event.at.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") in page


def test_role_and_e_mail_are_not_changed_through_the_profile(login, bob):
    login(bob).post("/account/", {"name": "Bob", "role": "administrator", "email": "x@y.example"})
    bob.refresh_from_db()
    assert (bob.role, bob.email) == ("", "bob@brandt.example")


def test_an_administrator_sees_and_invites_staff(login, dana, alice):
    client = login(dana)
    assert "Alice Moreau" in client.get("/account/staff/").content.decode()
    response = client.post("/account/staff/", {"email": "otto@halden.example", "name": "", "role": "buyer"})
    assert response.status_code == 302
    assert Invitation.objects.get().scope == ""


def test_an_administrator_changes_roles_and_shuts_out(login, dana, alice):
    client = login(dana)
    client.post(reverse("portal:staff_role", args=[alice.public_id]), {"role": "buyer"})
    client.post(reverse("portal:staff_active", args=[alice.public_id]), {"active": "0"})
    alice.refresh_from_db()
    assert (alice.role, alice.is_active) == (StaffRole.BUYER, False)
    client.post(reverse("portal:staff_active", args=[alice.public_id]), {"active": "1"})
    alice.refresh_from_db()
    assert alice.is_active


def test_the_last_administrator_stays(login, dana, alice):
    client = login(dana)
    page = client.post(
        reverse("portal:staff_role", args=[dana.public_id]), {"role": "buyer"}, follow=True
    ).content.decode()
    assert "Dana Lund is the last administrator" in page
    page = client.post(
        reverse("portal:staff_active", args=[dana.public_id]), {"active": "0"}, follow=True
    ).content.decode()
    assert "shut yourself out" in page
    dana.refresh_from_db()
    assert (dana.role, dana.is_active) == (StaffRole.ADMINISTRATOR, True)


def test_an_administrator_who_is_shut_out_does_not_count(dana, actor_of):
    StaffFactory(role=StaffRole.ADMINISTRATOR, is_active=False)
    with pytest.raises(PeopleRefused, match="last administrator"):
        people.change_staff_role(by=actor_of(dana), user=dana, role=StaffRole.BUYER)


def test_only_administrators_look_after_staff(alice, erin, actor_of):
    with pytest.raises(PermissionDenied):
        people.change_staff_role(by=actor_of(alice), user=erin, role=StaffRole.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        people.set_active(by=actor_of(alice), user=erin, active=False)


def test_partners_people_are_not_made_staff_by_a_role_change(dana, bob, actor_of, login):
    with pytest.raises(PeopleRefused):
        people.change_staff_role(by=actor_of(dana), user=bob, role=StaffRole.ADMINISTRATOR)
    url = reverse("portal:staff_role", args=[bob.public_id])
    assert login(dana).post(url, {"role": "administrator"}).status_code == 404


def test_the_history_is_listed_filtered_and_exported(login, dana, brandt):
    client = login(dana)
    people.update_profile(by=Actor(user=dana), changes={"phone": "+47 99"})
    page = client.get("/account/history/", {"q": "person.changed"}).content.decode()
    assert "person.changed" in page
    assert client.get("/account/history/", {"q": "nothing-like-that"}).status_code == 200
    rows = b"".join(client.get("/account/history/", {"format": "csv"}).streaming_content)
    assert b"person.changed" in rows
