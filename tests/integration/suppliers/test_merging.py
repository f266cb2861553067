"""Two partners that are one: what moves, what goes back, what is refused, who sees what."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.actions import invitations
from portal.actors import Actor, system_actor
from portal.enums import PartnerRole
from portal.models import AuditEvent, Invitation
from suppliers.actions import memberships, merging, questions
from suppliers.actions.judging import judge_lines
from suppliers.actions.merging import MergeRefused
from suppliers.enums import PartnerKind
from suppliers.models import (
    CommissionAgreement,
    Contact,
    DeliveryOutcome,
    DeliverySlice,
    Exclusion,
    Invoice,
    LedgerEntry,
    Membership,
    Order,
    OrderLine,
    Partner,
    PartnerDocument,
    PartnerMerge,
    Promise,
    Question,
    QuestionMessage,
    Receipt,
    SalesTarget,
    ShipNotice,
)
from tests.factories import (
    ContactFactory,
    LineFactory,
    MembershipFactory,
    OrderFactory,
    PartnerFactory,
    UserFactory,
    promise,
    receipt,
)
from tests.integration.suppliers.imports.files import load, orders, reasons

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 10)
BY_PARTNER = (
    Order, OrderLine, Promise, Receipt, ShipNotice, Exclusion, DeliverySlice, DeliveryOutcome, Invoice,
    Contact, PartnerDocument, SalesTarget, CommissionAgreement,
)  # fmt: skip


@pytest.fixture
def manager(alice):
    return Actor(user=alice)


@pytest.fixture
def old(alice):
    return PartnerFactory(code="BRANDT-OLD", name="Brandt Eisenguss", owner=alice, tax_id="DE1")


def history(partner, word, by, *, year=2026):
    """One of everything."""
    line = LineFactory(order=OrderFactory(partner=partner, number=f"{word}-1"))
    promise(line, DAY)
    receipt(line, DAY)
    shared = {"partner": partner}
    ShipNotice.objects.create(line=line, number=f"{word}-S", shipped_on=DAY, quantity=1, **shared)
    Exclusion.objects.create(line=line, reason=word, approved_by=by, **shared)
    money = {"currency": "EUR", "amount_minor": 100}
    Invoice.objects.create(number=f"{word}-I", received_on=DAY, due_on=DAY, **money, **shared)
    PartnerDocument.objects.create(type=word, **shared)
    SalesTarget.objects.create(year=year, month=9, currency="EUR", revenue_minor=1, **shared)
    CommissionAgreement.objects.create(
        version=year, valid_from=DAY, base="margin", tier_from_minor=0, rate=Decimal("0.1"), **shared
    )
    ContactFactory(name=f"{word} contact", **shared)
    for field in ("supplier", "distributor", "agent"):
        LedgerEntry.objects.create(
            entry_id=f"{word}-{field}", date=DAY, month=202609, kind="goods", company_minor=1, **money,
            **{field: partner},
        )  # fmt: skip
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


def rows_of(partner):
    """Every row of a partner, by model and field."""
    found = {}
    for model in BY_PARTNER:
        found[model.__name__] = set(model.objects.filter(partner=partner).values_list("pk", flat=True))
    for field in ("supplier", "distributor", "agent"):
        found[field] = set(LedgerEntry.objects.filter(**{field: partner}).values_list("entry_id", flat=True))
    return found


def test_everything_moves_and_goes_back_exactly(manager, alice, old, brandt, kestrel):
    for partner, word, year in ((old, "A", 2024), (brandt, "B", 2025), (kestrel, "C", 2026)):
        history(partner, word, alice, year=year)
    before = {partner: rows_of(partner) for partner in (old, brandt, kestrel)}
    assert all(len(rows) >= 1 for rows in before[old].values())
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    both = {name: before[old][name] | before[brandt][name] for name in before[old]}
    assert rows_of(brandt) == both
    assert not any(rows_of(old).values())
    assert rows_of(kestrel) == before[kestrel]
    old.refresh_from_db()
    assert (old.merged_into, old.version) == (brandt, 2)
    merging.undo(by=manager, merge=merge)
    assert {partner: rows_of(partner) for partner in before} == before
    old.refresh_from_db()
    assert old.merged_into is None


def test_the_cost_does_not_grow_with_the_history(manager, old, brandt):
    def cost(lines):
        order = OrderFactory(partner=old)
        made = [LineFactory(order=order) for _ in range(lines)]
        for line in made:
            promise(line, DAY)
        judge_lines(by=system_actor(), line_ids=[line.pk for line in made])
        with CaptureQueriesContext(connection) as merged:
            merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
        with CaptureQueriesContext(connection) as parted:
            merging.undo(by=manager, merge=merge)
        return len(merged), len(parted)

    assert cost(1) == cost(30)


def test_people_follow_and_one_of_both_keeps_one(manager, old, brandt, kestrel, bob):
    gone = UserFactory(name="Old Hand")
    MembershipFactory(user=gone, partner=old, role=PartnerRole.EDITOR)
    MembershipFactory(user=bob, partner=old, role=PartnerRole.VIEWER)
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    assert dict(brandt.memberships.values_list("user", "role")) == {
        bob.pk: PartnerRole.ADMIN,
        gone.pk: PartnerRole.EDITOR,
    }
    assert not old.memberships.exists()
    merging.undo(by=manager, merge=merge)
    assert dict(brandt.memberships.values_list("user", "role")) == {bob.pk: PartnerRole.ADMIN}
    assert dict(old.memberships.values_list("user", "role")) == {
        bob.pk: PartnerRole.VIEWER,
        gone.pk: PartnerRole.EDITOR,
    }


def test_who_was_removed_meanwhile_does_not_come_back(manager, old, brandt, bob):
    """Taken from the survivor after the merger: undoing it must not open another door."""
    moved = UserFactory()
    MembershipFactory(user=moved, partner=old)
    MembershipFactory(user=bob, partner=old)
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    Membership.objects.filter(user__in=(moved, bob)).delete()
    merging.undo(by=manager, merge=merge)
    assert not Membership.objects.exists()


def test_an_invitation_to_the_alias_leads_to_the_survivor(manager, old, brandt):
    merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    user = UserFactory()
    memberships.accept_invitation(user=user, scope=old.public_id, role=PartnerRole.EDITOR, by=manager)
    assert user.memberships.get().partner == brandt


def test_each_side_sees_what_it_should(manager, alice, actor_of, old, brandt, kestrel, bob, charlie):
    for partner, word, year in ((old, "A", 2024), (brandt, "B", 2025), (kestrel, "C", 2026)):
        history(partner, word, alice, year=year)
    former = UserFactory()
    MembershipFactory(user=former, partner=old)
    shown = [model for model in BY_PARTNER if hasattr(model.objects, "for_actor")]

    def seen(user):
        actor = actor_of(user)
        return {model: set(model.objects.for_actor(actor).values_list("pk", flat=True)) for model in shown}

    before = {user: seen(user) for user in (former, bob, charlie)}
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    union = {model: before[former][model] | before[bob][model] for model in shown}
    assert seen(former) == seen(bob) == union
    assert seen(charlie) == before[charlie]
    merging.undo(by=manager, merge=merge)
    assert {user: seen(user) for user in before} == before


def test_what_came_since_stays_but_what_belongs_to_an_order_goes_with_it(manager, old, brandt):
    line = LineFactory(order=OrderFactory(partner=old))
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    line.refresh_from_db()
    late = receipt(line, DAY)
    new_line = LineFactory(order=Order.objects.get(pk=line.order_id))
    new_order = OrderFactory(partner=brandt)
    merging.undo(by=manager, merge=merge)
    for row, owner in ((late, old), (new_line, old), (line, old), (new_order, brandt)):
        row.refresh_from_db()
        assert row.partner == owner


def test_what_was_given_to_somebody_else_meanwhile_stays_there(manager, old, brandt, kestrel):
    contact = ContactFactory(partner=old)
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    Contact.objects.update(partner=kestrel)
    merging.undo(by=manager, merge=merge)
    contact.refresh_from_db()
    assert contact.partner == kestrel


def test_every_contradiction_is_named_before_anything_moves(manager, old, brandt):
    for partner in (old, brandt):
        order = OrderFactory(partner=partner, number="4500130")
        LineFactory(order=order)
        Invoice.objects.create(
            partner=partner, number="I-9", received_on=DAY, due_on=DAY, currency="EUR", amount_minor=1
        )
        SalesTarget.objects.create(partner=partner, year=2026, month=9, currency="EUR", revenue_minor=1)
        PartnerDocument.objects.create(partner=partner, type="ISO 9001", number="7")
        CommissionAgreement.objects.create(
            partner=partner, version=3, valid_from=DAY, base="margin", rate=Decimal("0.1"),
            tier_from_minor=partner.pk,
        )  # fmt: skip
    before = rows_of(old)
    with pytest.raises(MergeRefused) as refused:
        merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    assert refused.value.reasons == (
        "Both have the same orders: 4500130.",
        "Both have the same invoices: I-9.",
        "Both have the same sales targets: 2026 9.",
        "Both have the same documents: ISO 9001 7.",
        "Both have the same commission agreements: 3.",
    )
    assert rows_of(old) == before
    assert not PartnerMerge.objects.exists()


def test_many_contradictions_are_counted(manager, old, brandt):
    for number in range(25):
        for partner in (old, brandt):
            OrderFactory(partner=partner, number=f"{number:03}")
    plan = merging.preview(by=manager, alias=old, survivor=brandt)
    assert plan.reasons[0].endswith("018, 019 and 5 more.")


def refusals(by, alias, survivor):
    with pytest.raises(MergeRefused) as refused:
        merging.merge(by=by, alias=alias, survivor=survivor, reason="x")
    return " ".join(refused.value.reasons)


def test_no_chains_no_circles_no_other_kinds(manager, old, brandt, kestrel):
    assert "into itself" in refusals(manager, old, old)
    dealer = PartnerFactory(kind=PartnerKind.DEALER, name="Dealer")
    assert "only partners of one kind" in refusals(manager, dealer, brandt)
    merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    old, brandt = Partner.objects.get(pk=old.pk), Partner.objects.get(pk=brandt.pk)
    already = "Brandt Eisenguss is already another name of Brandt Castings."
    assert already in refusals(manager, old, kestrel)
    assert already in refusals(manager, kestrel, old)
    assert already in refusals(manager, brandt, old)
    assert "Brandt Castings goes by other names itself: Brandt Eisenguss" in refusals(
        manager, brandt, kestrel
    )


def test_undone_twice_is_refused(manager, old, brandt):
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    merging.undo(by=manager, merge=merge)
    with pytest.raises(MergeRefused, match="on its own again already"):
        merging.undo(by=manager, merge=merge)
    assert merging.merge(by=manager, alias=old, survivor=brandt, reason="After all").undone_at is None


def test_others_may_not(actor_of, erin, bob, old, brandt):
    merge = PartnerMerge.objects.create(alias=old, survivor=brandt, merged_at=dt.datetime.now(dt.UTC))
    for by in (actor_of(erin), actor_of(bob)):
        for act in (
            lambda by=by: merging.preview(by=by, alias=old, survivor=brandt),
            lambda by=by: merging.merge(by=by, alias=old, survivor=brandt, reason="x"),
            lambda by=by: merging.undo(by=by, merge=merge),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_both_histories_tell_of_it(manager, old, brandt):
    OrderFactory(partner=old)
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    merging.undo(by=manager, merge=merge)
    told = AuditEvent.objects.filter(verb__startswith="partner.").order_by("pk").values_list("verb", "scope")
    assert list(told) == [
        ("partner.merged", old.public_id),
        ("partner.merged_other", brandt.public_id),
        ("partner.parted", old.public_id),
        ("partner.parted_other", brandt.public_id),
    ]
    assert AuditEvent.objects.get(verb="partner.merged").data == {
        "name": "Brandt Castings", "code": "BRANDT", "reason": "One firm", "counts": {"orders": 1},
    }  # fmt: skip


def test_a_file_with_the_old_code_lands_with_the_survivor(manager, old, brandt):
    row = "{},4500130,10,2026-09-01,100,64.00,2026-10-16,Volute cover"
    load(manager, "orders", orders(row.format("BRANDT-OLD")))
    merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    again = load(manager, "orders", orders(row.format("BRANDT-OLD")))
    assert (again.same, again.new, reasons(again)) == (1, 0, [])
    assert load(manager, "orders", orders(row.format("BRANDT"))).same == 1
    load(manager, "orders", orders("BRANDT-OLD,4500131,10,2026-09-01,1,1.00,2026-10-16,Seal"))
    assert Order.objects.get(number="4500131").partner == brandt
    rest = "4500132,10,2026-09-01,{},1.00,2026-10-16,Seal"
    other = orders(f"BRANDT,{rest.format(1)}", f"BRANDT-OLD,{rest.format(2)}")
    twice = load(manager, "orders", other)
    assert (twice.new, twice.refused) == (1, 1)


# Pages


def test_from_the_page_to_the_survivor_and_back(login, alice, old, brandt, kestrel):
    LineFactory(order=OrderFactory(partner=old))
    client = login(alice)
    page = client.get(reverse("suppliers:partner", args=[old.public_id])).content.decode()
    url = reverse("suppliers:partner_merge", args=[old.public_id])
    assert url in page
    found = client.get(url).content.decode()
    assert "Brandt Castings" in found
    assert "Kestrel" not in found
    assert "Kestrel" in client.get(url, {"q": "kestr"}).content.decode()
    preview = client.get(url, {"into": brandt.public_id})
    assert "2 rows move" in preview.content.decode()
    empty = client.post(url, {"into": brandt.public_id, "reason": ""})
    assert empty.status_code == 422
    done = client.post(url, {"into": brandt.public_id, "reason": "One firm"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("suppliers:partner", args=[brandt.public_id])
    assert "is now another name of Brandt Castings" in done.content.decode()
    alias = client.get(reverse("suppliers:partner", args=[old.public_id])).content.decode()
    assert "Another name of Brandt Castings" in alias
    assert "One firm" in alias
    part = reverse("suppliers:partner_part", args=[old.public_id])
    assert part in alias
    assert "Orders" in client.get(part).content.decode()
    client.post(part)
    assert Order.objects.get().partner == old


def test_a_contradiction_is_shown_and_nothing_can_be_confirmed(login, alice, old, brandt):
    for partner in (old, brandt):
        OrderFactory(partner=partner, number="4500130")
    url = reverse("suppliers:partner_merge", args=[old.public_id])
    page = login(alice).get(url, {"into": brandt.public_id}).content.decode()
    assert "Both have the same orders: 4500130." in page
    assert 'name="reason"' not in page
    again = login(alice).post(url, {"into": brandt.public_id, "reason": "x"})
    assert (again.status_code, PartnerMerge.objects.count()) == (422, 0)


def test_the_list_leaves_other_names_out_until_asked(login, manager, alice, old, brandt):
    merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    client = login(alice)
    assert "Brandt Eisenguss" not in client.get(reverse("suppliers:partner_list")).content.decode()
    shown = client.get(reverse("suppliers:partner_list"), {"aliases": "shown"}).content.decode()
    assert "Brandt Eisenguss" in shown


def test_the_old_address_leads_its_people_on_and_nobody_else(login, manager, old, brandt, bob, charlie):
    former = UserFactory()
    MembershipFactory(user=former, partner=old)
    merging.merge(by=manager, alias=old, survivor=brandt, reason="One firm")
    address = reverse("suppliers:partner", args=[old.public_id])
    for user in (former, bob):
        answer = login(user).get(address)
        assert (answer.status_code, answer.url) == (
            302,
            reverse("suppliers:partner", args=[brandt.public_id]),
        )
    assert login(charlie).get(address).status_code == 404


def test_who_came_in_by_the_alias_leaves_the_survivor_with_it(manager, old, brandt, bob, actor_of):
    """Whoever its people asked in while the two were one was never meant for the other, maybe a rival."""
    admin = UserFactory()
    MembershipFactory(user=admin, partner=old, role=PartnerRole.ADMIN)

    def ask(by, email, partner):
        return invitations.invite(by=by, email=email, role=PartnerRole.VIEWER, scope=partner.public_id)

    early = ask(manager, "eve@old.example", old)
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="By mistake")
    by_alias = [ask(actor_of(admin), f"{name}@old.example", brandt) for name in ("gus", "hal")]
    by_brandt = [ask(actor_of(bob), f"{name}@brandt.example", brandt) for name in ("fred", "ida")]
    eve, gus, fred = (
        invitations.accept_as_new(invitation=invitation, name="New", password="long-enough-1")
        for invitation in (early, by_alias[0], by_brandt[0])
    )
    assert brandt.memberships.filter(user__in=(eve, gus, fred)).count() == 3
    assert [moving.count for moving in merging.going_back(merge) if moving.words.startswith("people")] == [3]
    merging.undo(by=manager, merge=merge)
    assert {row.user for row in old.memberships.all()} == {admin, eve, gus}
    assert {row.user for row in brandt.memberships.all()} == {bob, fred}
    assert [one.email for one in Invitation.objects.waiting()] == ["ida@brandt.example"]


def test_what_was_asked_in_the_meantime_goes_with_what_it_is_about(manager, old, brandt, bob, actor_of):
    """Apart again the two may be rivals: neither reads on in what the other asked, or was answered."""
    gus = UserFactory(name="Gus Old")
    MembershipFactory(user=gus, partner=old, role=PartnerRole.ADMIN)
    line = LineFactory(order=OrderFactory(partner=old))
    early = questions.ask(by=actor_of(gus), partner=old, text="Before")
    merge = merging.merge(by=manager, alias=old, survivor=brandt, reason="By mistake")
    line.refresh_from_db()
    about = questions.ask(by=manager, partner=brandt, line=line, text="About a line of the old one")
    of_order = questions.ask(by=actor_of(bob), partner=brandt, order=line.order, text="About its order")
    general = questions.ask(by=actor_of(gus), partner=brandt, text="In general, by Gus")
    staying = questions.ask(by=actor_of(bob), partner=brandt, text="In general, by Bob")
    for question in (Question.objects.get(pk=early.pk), about):
        questions.reply(by=actor_of(gus), question=question, text="In the meantime")
    merging.undo(by=manager, merge=merge)
    assert set(Question.objects.for_actor(actor_of(gus))) == {early, about, of_order, general}
    assert set(Question.objects.for_actor(actor_of(bob))) == {staying}
    for message in QuestionMessage.objects.select_related("question"):
        assert message.partner_id == message.question.partner_id, message
