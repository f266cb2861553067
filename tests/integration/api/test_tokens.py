"""Tokens: whom they act for, what they may, how they end, and the pages that look after them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.actions import tokens
from portal.actions.tokens import TokenRefused
from portal.enums import Channel, PartnerRole, Scope, StaffRole
from portal.models import ApiToken, AuditEvent
from portal.permissions import scopes_of
from suppliers.models import Membership
from tests.factories import MembershipFactory, StaffFactory, UserFactory
from tests.integration.api.conftest import Program

pytestmark = pytest.mark.django_db


def later(**time):
    return timezone.now() + timedelta(**time)


def test_only_a_hash_is_stored(token, alice):
    made, secret = token(alice)
    assert secret.startswith(f"accord_{made.public_id}_")
    assert len(secret) - len(made.prefix) == 43  # 256 bits
    assert secret.removeprefix(made.prefix) not in str(ApiToken.objects.values().get())
    assert AuditEvent.objects.get(verb="token.created").data["scopes"] == made.scopes
    assert secret not in str(AuditEvent.objects.values().get(verb="token.created"))


def test_it_acts_for_its_person_through_the_api(program, alice, brandt):
    made = program(alice).post("contacts/", {"partner_code": "BRANDT", "name": "Bob"})
    assert made.status_code == 201
    event = AuditEvent.objects.get(verb="row.created")
    assert (event.actor_id, event.channel) == (alice.pk, Channel.TOKEN)


@pytest.mark.parametrize(
    "secret", ["", "nonsense", "accord__", "accord_{id}_wrong", "{secret}x", "{secret} x"]
)
def test_a_wrong_secret_is_401_with_a_sentence(token, alice, secret):
    made, right = token(alice)
    found = Program(secret.format(id=made.public_id, secret=right)).get("partners/")
    assert found.status_code == 401
    assert found["WWW-Authenticate"].startswith("Bearer")
    assert "token is not good" in found.json()["detail"]


def test_an_expired_one_is_401(program, alice):
    ours = program(alice, days=1)
    assert ours.get("partners/").status_code == 200
    with time_machine.travel(later(days=1, seconds=1)):
        assert ours.get("partners/").status_code == 401


def test_one_that_was_taken_back_is_401(token, alice, actor_of):
    made, secret = token(alice)
    assert tokens.revoke(by=actor_of(alice), token=made)
    assert Program(secret).get("partners/").status_code == 401
    assert not tokens.revoke(by=actor_of(alice), token=made)
    assert AuditEvent.objects.filter(verb="token.revoked").count() == 1


def test_nobody_takes_back_anothers(token, alice, dana, actor_of):
    made, secret = token(alice)
    assert not tokens.revoke(by=actor_of(dana), token=made)
    assert Program(secret).get("partners/").status_code == 200


def test_who_is_shut_out_is_a_stranger(program, alice):
    ours = program(alice)
    alice.is_active = False
    alice.save()
    assert ours.get("partners/").status_code == 401


def test_who_left_the_partner_is_a_stranger(program, both, brandt, kestrel):
    ours, theirs = program(both, partner=brandt), program(both, partner=kestrel)
    Membership.objects.get(user=both, partner=brandt).delete()
    assert ours.get("partners/").status_code == 401
    assert [row["code"] for row in theirs.get("partners/").json()["results"]] == ["KESTREL"]


def test_a_token_of_a_person_of_two_rivals_reads_one(program, both, brandt, kestrel):
    for partner in (brandt, kestrel):
        rows = program(both, partner=partner).get("partners/").json()["results"]
        assert [row["code"] for row in rows] == [partner.code]


def test_who_became_staff_no_longer_acts_for_the_partner(program, bob):
    ours = program(bob)
    bob.role = StaffRole.BUYER
    bob.save()
    assert ours.get("partners/").status_code == 401


def test_a_lesser_role_makes_a_lesser_token(program, alice, brandt):
    ours = program(alice)
    alice.role = StaffRole.STAFF_VIEWER
    alice.save()
    assert ours.get("partners/").status_code == 200
    refused = ours.post("contacts/", {"partner_code": "BRANDT", "name": "Bob"})
    assert refused.status_code == 403
    assert "write" in refused.json()["detail"]


@pytest.mark.parametrize("role", [*StaffRole, *PartnerRole])
def test_scopes_by_role(role, actor_of, brandt):
    if role in StaffRole:
        user = StaffFactory(role=role)
    else:
        user = UserFactory()
        MembershipFactory(user=user, partner=brandt, role=role)
    may = {scope.value for scope in scopes_of(actor_of(user))}
    assert not may or {scope for scope in may if scope.endswith(":read")} == {
        "partners:read",
        "orders:read",
        "ledger:read",
        "scorecards:read",
        "relationship:read",
        "pages:read",
    }
    writes = {scope for scope in may if scope.endswith(":write")}
    if role in (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER):
        assert writes == {
            "partners:write", "orders:write", "commitments:write", "ledger:write", "imports:write",
            "scorecards:write", "relationship:write", "pages:write",
        }  # fmt: skip
    elif role == StaffRole.BUYER:
        assert writes == {
            "partners:write", "orders:write", "commitments:write", "imports:write", "scorecards:write",
            "relationship:write", "pages:write",
        }  # fmt: skip
    elif role in (PartnerRole.ADMIN, PartnerRole.EDITOR):
        assert writes == {"commitments:write", "scorecards:write", "relationship:write", "pages:write"}
    elif role == StaffRole.EXECUTIVE:
        assert writes == {"relationship:write", "pages:write"}
    elif role == StaffRole.CONTENT_EDITOR:
        assert not writes
    else:
        # Who only reads says that they have read.
        assert writes == {"pages:write"}
    if role == StaffRole.CONTENT_EDITOR:
        with pytest.raises(PermissionDenied):
            tokens.create(by=actor_of(user), name="x", scopes=[Scope.ORDERS_READ], expires_at=later(days=1))


@pytest.mark.parametrize(
    ("scopes", "days"),
    [
        ([], 1),
        (["orders:write"], 1),
        (["orders:read", "nonsense"], 1),
        (["orders:read"], 0),
        (["orders:read"], 400),
    ],
)
def test_what_is_not_made(bob, actor_of, scopes, days):
    with pytest.raises(TokenRefused):
        tokens.create(by=actor_of(bob), name="x", scopes=scopes, expires_at=later(days=days))
    assert not ApiToken.objects.exists()


def test_use_is_noted_once_a_minute(token, alice):
    with time_machine.travel("2026-11-01T08:00:00Z", tick=False) as clock:
        made, secret = token(alice)
        ours = Program(secret)
        ours.get("partners/")
        made.refresh_from_db()
        first = made.last_used_at
        assert first == timezone.now()
        clock.shift(59)
        ours.get("partners/")
        made.refresh_from_db()
        assert made.last_used_at == first
        clock.shift(2)
        ours.get("partners/")
        made.refresh_from_db()
        assert made.last_used_at > first


def test_a_missing_scope_is_named(program, alice, brandt):
    ours = program(alice, "orders:read")
    assert ours.get("orders/").status_code == 200
    for path, scope in (
        ("partners/", "partners:read"),
        ("rates/", "ledger:read"),
        ("imports/", "imports:write"),
    ):
        refused = ours.get(path)
        assert refused.status_code == 403
        assert scope in refused.json()["detail"]
    assert "orders:write" in ours.post("orders/", {}).json()["detail"]
    assert "scorecards:read" in ours.get("scorecards/").json()["detail"]


def test_a_token_wins_over_the_session_beside_it(program, login, alice, bob, brandt, kestrel):
    theirs = program(bob)
    theirs.client.force_login(alice)
    assert len(theirs.get("partners/").json()["results"]) == 1


def test_a_token_makes_no_token(program, alice):
    ours = program(alice)
    assert ours.get("/account/tokens/").status_code == 302  # to the log-in: pages know no tokens


def test_too_many_requests_wait(program, alice, dana, settings):
    settings.API_TOKEN_RATE = "3/min"
    ours, others = program(alice), program(dana)
    assert [ours.get("partners/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ours.get("partners/")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["detail"]
    assert others.get("partners/").status_code == 200


def test_who_guesses_waits_whatever_comes_then(program, alice, settings):
    settings.API_FAILED_RATE = "3/min"
    ours = program(alice)
    guesses = [Program(f"accord_guess_{number}").get("partners/").status_code for number in range(4)]
    assert guesses == [401, 401, 401, 429]
    assert ours.get("partners/").status_code == 429
    elsewhere = ours.client.get(
        "/api/v1/partners/", headers={"Authorization": f"Bearer {ours.secret}"}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 200


def test_the_page_shows_the_secret_once(login, alice, brandt):
    client = login(alice)
    empty = client.get("/account/tokens/").content.decode()
    assert "curl" in empty
    form = {
        "name": "Nightly export",
        "scopes": ["orders:read", "partners:read"],
        "ends_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    made = client.post("/account/tokens/", form)
    assert made.status_code == 200
    token = ApiToken.objects.get()
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert Program(secret).get("partners/").status_code == 200
    again = client.get("/account/tokens/").content.decode()
    assert secret not in again
    assert token.prefix in again
    assert client.post(f"/account/tokens/{token.public_id}/revoke/").status_code == 302
    assert Program(secret).get("partners/").status_code == 401
    assert token.prefix not in client.get("/account/tokens/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["orders:write"]}, {"ends_on": "2020-01-01"}]
)
def test_the_form_says_what_is_wrong(login, bob, wrong):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"name": "Nightly", "scopes": ["orders:read"], "ends_on": day, **wrong}
    assert login(bob).post("/account/tokens/", form).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_person_of_two_partners_sees_the_tokens_of_the_one_they_act_for(
    token, login, both, brandt, kestrel
):
    made, _secret = token(both, partner=brandt)
    assert made.prefix in login(both, brandt).get("/account/tokens/").content.decode()
    other = login(both, kestrel)
    assert made.prefix not in other.get("/account/tokens/").content.decode()
    assert other.post(f"/account/tokens/{made.public_id}/revoke/").status_code == 404
