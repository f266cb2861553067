"""Tolerances: read by those who keep partners, changed by managers, in plain words, never lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.models import AuditEvent
from suppliers.enums import PartnerKind, PromiseEvent
from suppliers.facts.previewing import preview
from suppliers.models import Tolerance
from suppliers.presenters.tolerances import sentences
from tests.factories import LineFactory, OrderFactory, PartnerFactory, promise

pytestmark = pytest.mark.django_db
DAYS = {"later_days": "3", "later_never": "10"}


def typed(**more):
    return {"partner": "", "segment": "", "kind": "", "may_split": "on", **DAYS, **more}


def test_a_group_is_added_and_reads_in_plain_words(login, alice, brandt):
    client = login(alice)
    assert "as long as nobody says otherwise" in client.get("/tolerances/").content.decode()
    client.post("/tolerances/new/", typed(partner=brandt.public_id, dearer_pct="1.5", dearer_never="5"))
    one = Tolerance.objects.get()
    assert (one.partner, one.later_days, one.dearer_pct) == (brandt, 3, Decimal("1.5"))
    words = client.get("/tolerances/").content.decode()
    assert "Up to 3 days later pass by themselves, more than 10 days are refused." in words
    assert "Dearer: up to 1.5\u00a0% passes by itself, more than 5\u00a0% is refused." in words
    event = AuditEvent.objects.get(verb="tolerance.created")
    assert event.scope == brandt.public_id
    assert event.data["later_days"] == "3"


def test_a_new_group_starts_from_what_holds_without_it(login, alice):
    form = login(alice).get("/tolerances/new/").context["form"]
    assert [form[name].value() for name in ("later_days", "less_pct", "earlier_days")] == [0, 0, None]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"later_days": "10", "later_never": "3"}, "cannot be refused"),
        ({"later_days": "", "later_never": "3"}, "cannot be refused"),
        ({"less_pct": "101"}, "less than or equal to 100"),
        ({"later_days": "-1"}, "greater than or equal to 0"),
        ({"kind": PartnerKind.SUPPLIER, "partner": "one"}, "not both"),
    ],
)
def test_what_cannot_be_is_explained_and_kept(login, alice, brandt, given, told):
    if given.get("partner"):
        given = {**given, "partner": brandt.public_id}
    page = login(alice).post("/tolerances/new/", typed(**given))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Tolerance.objects.exists()


def test_the_same_limit_twice_decides_nothing_between(login, alice):
    """Exactly at the limit passes, so both may be equal: then nobody is asked."""
    login(alice).post("/tolerances/new/", typed(later_days="5", later_never="5"))
    assert Tolerance.objects.get().later_never == 5


def test_a_group_has_its_tolerances_once(login, alice, brandt):
    client = login(alice)
    for _ in range(2):
        page = client.post("/tolerances/new/", typed(kind=PartnerKind.SUPPLIER))
    assert page.status_code == 422
    assert "already" in page.content.decode()
    assert Tolerance.objects.count() == 1


def test_two_managers_lose_nothing(login, alice, dana):
    one = Tolerance.objects.create(later_days=1, changed_by="Dana Lund")
    Tolerance.objects.filter(pk=one.pk).update(later_days=2, version=2)
    page = login(alice).post(f"/tolerances/{one.public_id}/", typed(later_days="7", version="1"))
    assert page.status_code == 409
    words = page.content.decode()
    assert "Dana Lund saved this" in words
    assert 'value="7"' in words
    one.refresh_from_db()
    assert one.later_days == 2


def test_changing_is_on_record(login, alice):
    one = Tolerance.objects.create(later_days=1)
    login(alice).post(f"/tolerances/{one.public_id}/", typed(later_days="7", version="1"))
    one.refresh_from_db()
    assert (one.later_days, one.version, one.changed_by) == (7, 2, "Alice Moreau")
    assert AuditEvent.objects.get(verb="tolerance.edited").data["changes"]["later_days"] == ["1", "7"]


def test_removing_asks_first(login, alice, brandt):
    one = Tolerance.objects.create(partner=brandt, later_days=1)
    client, url = login(alice), f"/tolerances/{one.public_id}/remove/"
    assert "Brandt Castings" in client.get(url).content.decode()
    assert Tolerance.objects.exists()
    client.post(url)
    assert not Tolerance.objects.exists()
    assert AuditEvent.objects.get(verb="tolerance.removed").data["later_days"] == "1"


def test_a_buyer_reads_them_and_changes_nothing(login, per, brandt):
    one = Tolerance.objects.create(partner=brandt, later_days=1)
    client = login(per)
    assert "Brandt Castings" in client.get("/tolerances/").content.decode()
    for url in ("/tolerances/new/", f"/tolerances/{one.public_id}/", f"/tolerances/{one.public_id}/remove/"):
        assert client.post(url, typed(later_days="9", version="1")).status_code == 403
    one.refresh_from_db()
    assert one.later_days == 1


def test_no_partner_learns_how_far_it_may_go(login, bob, brandt):
    one = Tolerance.objects.create(partner=brandt, later_days=1)
    assert login(bob).get("/tolerances/").status_code == 404
    assert login(bob).get(f"/tolerances/{one.public_id}/").status_code == 404


def said(partner, days, *, event=PromiseEvent.CONFIRM, ago=10):
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=20)
    line = LineFactory(order=OrderFactory(partner=partner), requested_on=day)
    return promise(line, day + timedelta(days=days), at=now - timedelta(days=ago), event=event)


def test_the_preview_counts_what_it_would_have_done(brandt, kestrel):
    for days in (0, -2, 3, 3, 4, 10, 11):
        said(brandt, days)
    said(brandt, 30, ago=100)  # too long ago
    said(brandt, 30, event=PromiseEvent.BUYER_CHANGE)  # ours
    said(kestrel, 3)
    own = Tolerance(partner=brandt, later_days=3, later_never=10)
    found = preview(own, timezone.now())
    assert (found.n, found.as_asked, found.within, found.waiting, found.refused) == (7, 2, 2, 2, 1)
    assert preview(Tolerance(later_days=3), timezone.now()).n == 8


def test_the_preview_leaves_out_who_has_their_own(brandt, kestrel):
    Tolerance.objects.create(partner=brandt, later_days=1)
    for partner in (brandt, kestrel, PartnerFactory(kind=PartnerKind.DEALER)):
        said(partner, 3)
    assert preview(Tolerance(), timezone.now()).partners == 2
    assert preview(Tolerance(kind=PartnerKind.SUPPLIER), timezone.now()).partners == 1
    assert preview(Tolerance(partner=brandt), timezone.now()).n == 1


def test_the_button_shows_it_and_saves_nothing(login, alice, brandt):
    said(brandt, 2)
    page = login(alice).post("/tolerances/new/", typed(partner=brandt.public_id, preview="1"))
    assert "Of the 1 promises" in page.content.decode() or "Of the 1 promise" in page.content.decode()
    assert "1 would have passed by themselves" in page.content.decode()
    assert not Tolerance.objects.exists()


def test_the_preview_costs_the_same_for_one_and_many(brandt, django_assert_num_queries):
    said(brandt, 2)
    with django_assert_num_queries(4):
        preview(Tolerance(), timezone.now())
    for days in range(9):
        said(brandt, days)
    with django_assert_num_queries(4):
        preview(Tolerance(), timezone.now())


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"later_days": 0}, "Every later day waits for a buyer."),
        ({"later_days": None}, "A later day passes by itself."),
        ({"later_days": 1}, "Up to 1 day later passes by itself, beyond that a buyer decides."),
        ({"earlier_days": 0}, "Every earlier day waits for a buyer."),
        (
            {"less_pct": Decimal("2.50")},
            "Less: up to 2.5\u00a0% passes by itself, beyond that a buyer decides.",
        ),
        ({"may_split": False}, "Several parts wait for a buyer."),
    ],
)
def test_sentences(limits, told):
    assert told in sentences(Tolerance(**limits))
