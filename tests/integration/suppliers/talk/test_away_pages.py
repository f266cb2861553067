"""The page of absences, for both sides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.actions import deputies
from portal.models import Deputy

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def typed(user, first=0, last=5):
    days = {"first_on": TODAY + timedelta(days=first), "last_on": TODAY + timedelta(days=last)}
    return {"deputy": user.public_id, **{name: day.isoformat() for name, day in days.items()}}


def test_a_colleague_is_named_and_both_read_it(login, alice, per):
    page = login(alice).post("/account/away/", typed(per), follow=True)
    assert "Per Wold stands in for you until" in page.content.decode()
    assert deputies.standing_in_for([alice], "", TODAY) == {alice.pk: per}
    assert "Alice Moreau" in login(per).get("/account/away/").content.decode()


def test_a_partner_names_its_own_people_only(login, bob, anna, viewer, charlie, alice):
    words = login(bob).get("/account/away/").content.decode()
    assert anna.public_id in words
    for stranger in (viewer, charlie, alice):
        assert stranger.public_id not in words
        assert login(bob).post("/account/away/", typed(stranger)).status_code == 422
    assert not Deputy.objects.exists()
    login(bob).post("/account/away/", typed(anna))
    assert Deputy.objects.get().deputy == anna


def test_what_was_typed_stays(login, alice, per):
    page = login(alice).post("/account/away/", typed(per, first=5, last=1))
    assert page.status_code == 422
    assert "comes before the first" in page.content.decode()
    assert (TODAY + timedelta(days=5)).isoformat() in page.content.decode()


def test_back_early(login, alice, per, dana):
    login(alice).post("/account/away/", typed(per))
    url = f"/account/away/{Deputy.objects.get().public_id}/end/"
    assert login(dana).post(url).status_code == 404
    login(alice).post(url)
    assert deputies.standing_in_for([alice], "", TODAY) == {}


def test_who_reads_only_has_no_such_page(login, viewer, erin, bob):
    for user in (viewer, erin):
        assert login(user).get("/account/away/").status_code == 403
        assert "/account/away/" not in login(user).get("/account/").content.decode()
    assert "/account/away/" in login(bob).get("/account/").content.decode()


def test_alone_one_is_told_what_to_do(login, bob):
    assert "Invite a colleague first" in login(bob).get("/account/away/").content.decode()
