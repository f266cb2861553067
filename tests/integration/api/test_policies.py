"""Policies through the API: what holds for whom, its versions, and saying that one has read it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.enums import Audience
from cms.models import Acknowledgement
from portal.enums import Channel, Scope
from suppliers.enums import PartnerKind
from tests.answers import add_policy, issue
from tests.factories import MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db
FOR_SUPPLIERS = {"audience": Audience.PARTNERS, "kinds": ",supplier,", "asks_partners": True}


@pytest.fixture
def policy(erin):
    page = add_policy(keeper=erin, **FOR_SUPPLIERS)
    point = {"type": "section", "value": {"title": "The clock", "text": "<p>At our gate.</p>"}}
    issue(page, owner=erin, owner_name="Erin Falk", body=[point], **FOR_SUPPLIERS)
    issue(page, 2, since=timezone.localdate() + timedelta(days=9), reason="Sooner", **FOR_SUPPLIERS)
    return page


def test_a_partner_reads_what_holds_and_nothing_of_what_comes(program, policy, bob, alice):
    theirs, ours = program(bob), program(alice)
    (row,) = theirs.get("policies/").json()["results"]
    assert (row["title"], row["version"], row["kinds"]) == ("Paying on time", "1", ["supplier"])
    one = theirs.get("policies/paying-on-time/").json()
    assert one["points"] == [{"title": "The clock", "text": "<p>At our gate.</p>"}]
    assert one["reading"] == {"due_on": None, "said_at": None, "version": ""}
    assert [one["version"] for one in theirs.get("policies/paying-on-time/versions/").json()] == ["1"]
    assert [one["version"] for one in ours.get("policies/paying-on-time/versions/").json()] == ["2", "1"]
    assert ours.get("policies/paying-on-time/").json()["reading"] is None


def test_the_wrong_audience_finds_nothing(program, policy):
    dealer = MembershipFactory(partner=PartnerFactory(kind=PartnerKind.DEALER)).user
    other = program(dealer)
    assert other.get("policies/").json()["results"] == []
    for path in ("policies/paying-on-time/", "policies/paying-on-time/versions/"):
        assert other.get(path).status_code == 404
    assert other.post("policies/paying-on-time/acknowledge/", {"version": "1"}).status_code == 404


def test_who_is_asked_says_it_once(program, policy, bob, charlie):
    theirs = program(bob)
    for _n in range(2):
        said = theirs.post("policies/paying-on-time/acknowledge/", {"version": "1"})
        assert said.status_code == 200
        assert said.json()["reading"]["version"] == "1"
    (row,) = Acknowledgement.objects.all()
    assert (row.user, row.channel) == (bob, Channel.TOKEN)
    assert program(charlie).get("policies/paying-on-time/").json()["reading"]["said_at"] is None


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"version": "2"}, 400),
        ({"version": "9"}, 400),
        ({"version": 1}, 400),
        ({"text": "x"}, 400),
    ],
)
def test_what_is_wrong_is_refused_by_its_name(program, policy, bob, sent, status):
    refused = program(bob).post("policies/paying-on-time/acknowledge/", sent)
    assert refused.status_code == status
    assert refused.json()["errors"][0]["column"] in ("version", "text")
    assert not Acknowledgement.objects.exists()


def test_a_version_that_holds_no_longer_is_refused_with_the_one_that_does(program, policy, bob):
    issue(policy, 3, since=timezone.localdate(), **FOR_SUPPLIERS)
    refused = program(bob).post("policies/paying-on-time/acknowledge/", {"version": "1"})
    assert refused.status_code == 409
    assert "Version 3" in refused.json()["detail"]


def test_a_token_needs_the_scope(program, policy, bob, alice):
    reader = program(bob, Scope.PAGES_READ)
    assert reader.get("policies/").status_code == 200
    assert reader.post("policies/paying-on-time/acknowledge/", {"version": "1"}).status_code == 403
    assert program(bob, Scope.ORDERS_READ).get("policies/").status_code == 403
    assert program(alice).post("policies/paying-on-time/acknowledge/", {"version": "1"}).status_code == 403


def test_what_is_not_published_is_not_there(program, policy, bob):
    policy.unpublish()
    assert program(bob).get("policies/paying-on-time/").status_code == 404
