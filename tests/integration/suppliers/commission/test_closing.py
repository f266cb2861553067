"""Months of commission: computed from what names a partner, closed once, made good by adjustments."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from portal.actors import Actor, system_actor
from portal.enums import StaffRole
from portal.models import AuditEvent, OutboxMessage
from suppliers.actions import attribution, attribution_rules, merging
from suppliers.actions.commission import CannotClose, close, open_months, preview
from suppliers.enums import SplitMethod
from suppliers.facts import sales
from suppliers.facts.attribution import CONDITIONS
from suppliers.facts.commission import agreements, booked, broken, computed
from suppliers.models import CommissionAgreement, CommissionStatement, LedgerEntry, Partner
from suppliers.presenters.sales_statement import statement_page
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.golden.booked import book as book_on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
AT = datetime(2026, 10, 5, 8, tzinfo=UTC)
SEPTEMBER, AUGUST = 202609, 202608


@pytest.fixture
def ole():
    return PartnerFactory(kind="agent", name="Ole Agency")


@pytest.fixture
def ida():
    return PartnerFactory(kind="agent", name="Ida Agency")


@pytest.fixture
def alice():
    return Actor(user=UserFactory(role=StaffRole.PURCHASING_MANAGER, name="Alice"))


def book(kind, amount, on, **names):
    return book_on(kind, amount, date.fromisoformat(on), **names)


def agree(partner, *tiers, version=1, since="2026-01-01", base="net_revenue", method="marginal"):
    for start, rate in tiers or ((0, "0.05"),):
        CommissionAgreement.objects.create(
            partner=partner, version=version, valid_from=since, base=base, method=method,
            tier_from_minor=start * 100, rate=Decimal(rate),
        )  # fmt: skip


def earned_in(month, partner, by=None):
    return computed(by or system_actor(), month, TODAY)[partner.pk].total_minor


def closed(by, month, today=TODAY):
    return {one.partner_id: one for one in close(by=by, month=month, at=AT, today=today)}


def test_net_revenue_is_what_was_sold_less_discount_rebate_and_returns(ole):
    agree(ole)
    for kind, amount in (("revenue", 1000), ("discount", -100), ("rebate", -50), ("returns", -150)):
        book(kind, amount, "2026-09-10", agent=ole)
    for kind in ("goods", "freight", "quality", "commission", "marketing"):
        book(kind, -77, "2026-09-10", agent=ole)
    book("revenue", 5000, "2026-10-01", agent=ole)
    assert computed(system_actor(), SEPTEMBER, TODAY)[ole.pk].base_minor == 70_000
    assert earned_in(SEPTEMBER, ole) == 3_500


def test_margin_takes_off_goods_freight_and_duty(ole):
    agree(ole, base="margin")
    entries = (
        ("revenue", 1000),
        ("goods", -600),
        ("freight", -40),
        ("duty", -10),
        ("quality", -5),
        ("other", -9),
    )
    for kind, amount in entries:
        book(kind, amount, "2026-09-10", agent=ole)
    assert computed(system_actor(), SEPTEMBER, TODAY)[ole.pk].base_minor == 35_000


def test_two_agents_share_one_sale_once(ole, ida):
    """1,000.01 between two: 500.01 and 500.00, together the sale."""
    for partner in (ole, ida):
        agree(partner, (0, "1"))
    book("revenue", "1000.01", "2026-09-10", customer="Both")
    attribution_rules.add(
        by=system_actor(),
        facts={
            "name": "Both", "role": "agent", "method": SplitMethod.SHARES, "valid_from": None,
            "valid_until": None, **{name: [] for name in CONDITIONS}, "customers": ["Both"],
        },
        shares=[(ole, Decimal("0.5")), (ida, Decimal("0.5"))],
    )  # fmt: skip
    attribution.follow(by=system_actor(), entry_ids=list(LedgerEntry.objects.values_list("pk", flat=True)))
    found = computed(system_actor(), SEPTEMBER, TODAY)
    assert (found[ole.pk].base_minor, found[ida.pk].base_minor) == (50_001, 50_000)


def test_a_version_from_the_middle_of_the_month_has_a_base_of_its_own(ole):
    agree(ole, (0, "0.10"), (100, "0.50"))
    agree(ole, (0, "0.20"), version=2, since="2026-09-16")
    book("revenue", 150, "2026-09-15", agent=ole)
    book("revenue", 150, "2026-09-16", agent=ole)
    (first, second) = computed(system_actor(), SEPTEMBER, TODAY)[ole.pk].stretches
    assert (first.earned.minor, second.earned.minor) == (1_000 + 2_500, 3_000)
    assert str(first.end) == "2026-09-15"


def test_a_later_agreement_leaves_closed_months_alone(ole, alice):
    agree(ole)
    book("revenue", 1000, "2026-08-10", agent=ole)
    book("revenue", 1000, "2026-09-10", agent=ole)
    statement = closed(alice, AUGUST)[ole.pk]
    agree(ole, (0, "0.50"), version=2, since="2026-01-01")
    found = computed(system_actor(), SEPTEMBER, TODAY)[ole.pk]
    assert (found.commission_minor, found.adjustments) == (50_000, ())
    statement.refresh_from_db()
    assert (statement.total_minor, statement.stretches[0]["tiers"]) == (5_000, [[0, "0.05"]])


def test_what_comes_late_is_made_good_by_the_terms_of_then(ole, alice):
    agree(ole, (0, "0.05"), (1000, "0.10"))
    book("revenue", 900, "2026-08-10", agent=ole)
    closed(alice, AUGUST)
    agree(ole, (0, "0.50"), version=2, since="2026-09-01")
    book("revenue", 300, "2026-08-31", agent=ole)  # 100 more at 5 %, 200 at 10 %
    september = closed(alice, SEPTEMBER)[ole.pk]
    assert (september.adjustments, september.commission_minor, september.total_minor) == (
        [[AUGUST, 2_500]],
        0,
        2_500,
    )
    book("returns", -300, "2026-08-31", agent=ole)
    october = computed(system_actor(), 202610, TODAY)[ole.pk]
    assert october.adjustments == ((AUGUST, -2_500),)


def test_nothing_is_made_good_twice(ole, alice):
    agree(ole)
    book("revenue", 100, "2026-07-10", agent=ole)
    closed(alice, 202607)
    book("revenue", 100, "2026-07-11", agent=ole)
    assert closed(alice, AUGUST)[ole.pk].total_minor == 500
    assert closed(alice, SEPTEMBER)[ole.pk].total_minor == 0


def test_closing_twice_is_closing_once(ole, ida, alice):
    agree(ole)
    person = MembershipFactory(partner=ole)
    book("revenue", 1000, "2026-09-10", agent=ole)
    assert len(closed(alice, SEPTEMBER)) == 1
    assert closed(alice, SEPTEMBER) == {}
    agree(ida)
    assert set(closed(alice, SEPTEMBER)) == {ida.pk}
    assert CommissionStatement.objects.count() == 2
    mail = OutboxMessage.objects.get(to=person.user.email)
    assert "September 2026: EUR 50.00" in mail.subject
    assert AuditEvent.objects.filter(verb="commission.closed").count() == 2


def test_only_months_that_are_over(ole, alice):
    agree(ole)
    book("revenue", 1000, "2026-09-10", agent=ole)
    with pytest.raises(CannotClose, match="not over"):
        close(by=alice, month=SEPTEMBER, at=AT, today=date(2026, 9, 30))
    assert open_months(by=alice, today=date(2026, 9, 30)) == []
    assert open_months(by=alice, today=date(2026, 10, 1)) == [SEPTEMBER]
    closed(alice, SEPTEMBER)
    assert open_months(by=alice, today=TODAY) == []


def test_a_gap_is_named_and_the_others_are_closed(ole, ida, alice):
    agree(ole, (1000, "0.05"))
    agree(ida)
    assert broken(alice) == [(ole.pk, 1, "there is no tier for what lies below 100000")]
    found = preview(by=alice, month=SEPTEMBER, today=TODAY)
    assert ([row.partner_id for row in found.rows], found.refused[0][0]) == ([ida.pk], ole.pk)
    assert set(closed(alice, SEPTEMBER)) == {ida.pk}


def test_what_was_settled_with_another_name_is_settled(ole, ida, alice):
    agree(ole)
    agree(ida, since="2026-01-01", version=2)
    book("revenue", 100, "2026-08-10", agent=ole)
    book("revenue", 100, "2026-08-10", agent=ida)
    closed(alice, AUGUST)
    merging.merge(by=alice, alias=ida, survivor=ole, reason="One firm")
    assert computed(system_actor(), SEPTEMBER, TODAY)[ole.pk].adjustments == ()


def test_what_is_booked_stands_beside(ole, ida):
    agree(ole)
    book("commission", -120, "2026-09-30", agent=ole)
    book("commission", 20, "2026-09-30", agent=ole)
    book("commission", -70, "2026-09-30", agent=ida)
    assert booked(system_actor(), AUGUST, SEPTEMBER) == {(ole.pk, SEPTEMBER): 10_000}


def test_a_partner_reads_its_own(ole, ida):
    for partner in (ole, ida):
        agree(partner)
        book("revenue", 1000, "2026-09-10", agent=partner)
    person = MembershipFactory(partner=ole)
    actor = Actor(user=person.user, membership=person)
    assert set(agreements(actor)) == set(computed(actor, SEPTEMBER, TODAY)) == {ole.pk}
    assert computed(actor, SEPTEMBER, TODAY, [ida.pk]) == {}
    assert booked(actor, SEPTEMBER, SEPTEMBER, [ida.pk]) == {}
    buyer = Actor(user=UserFactory(role=StaffRole.BUYER))
    assert computed(buyer, SEPTEMBER, TODAY) == {}
    for who in (actor, buyer, Actor(user=UserFactory(role=StaffRole.EXECUTIVE))):
        with pytest.raises(PermissionDenied):
            close(by=who, month=SEPTEMBER, at=AT, today=TODAY)


def test_distributors_and_dealers_by_what_names_them_so():
    for kind in ("distributor", "dealer"):
        partner = PartnerFactory(kind=kind)
        agree(partner)
        book("revenue", 1000, "2026-09-10", distributor=partner)
        assert earned_in(SEPTEMBER, partner) == 5_000


def test_the_same_number_of_statements_for_more_partners(django_assert_max_num_queries):
    def make(count):
        for _ in range(count):
            partner = PartnerFactory(kind="agent")
            agree(partner)
            agree(partner, (0, "0.1"), version=2, since="2026-09-10")
            book("revenue", 1000, "2026-09-12", agent=partner)

    for count in (3, 20):
        make(count)
        with django_assert_max_num_queries(6):
            assert (
                len(computed(system_actor(), SEPTEMBER, TODAY))
                == Partner.objects.filter(kind="agent").count()
            )


def test_a_month_closed_with_another_name_is_closed(ole, ida, alice):
    """Ida's August is paid before she becomes Ole: no second statement pays it again."""
    agree(ida)
    book("revenue", 1000, "2026-08-10", agent=ida)
    book("revenue", 400, "2026-09-10", agent=ida)
    closed(alice, AUGUST)
    merging.merge(by=alice, alias=ida, survivor=ole, reason="One firm")
    assert preview(by=alice, month=AUGUST, today=TODAY).rows == ()
    assert open_months(by=alice, today=TODAY) == [SEPTEMBER]
    assert closed(alice, AUGUST) == {}
    assert closed(alice, SEPTEMBER)[ole.pk].total_minor == 2_000
    assert CommissionStatement.objects.count() == 2
    rows = [(row.pk, row.total) for row in sales.of_month(alice, AUGUST, TODAY)]
    assert rows == [(ole.pk, 5_000)]


def test_what_comes_late_stands_in_the_oldest_open_month_alone(ole, alice):
    """June is closed; July to September wait. Pages and closing name the same month."""
    agree(ole)
    for month in (6, 7, 8, 9):
        book("revenue", 100, f"2026-{month:02d}-10", agent=ole)
    closed(alice, 202606)
    book("revenue", 300, "2026-06-11", agent=ole)
    of_year = sales.of_partner(alice, ole, 202601, 202612, TODAY)
    assert {row.month: row.adjustment for row in of_year if row.adjustment is not None} == {202607: 1_500}
    for month, expected in ((202607, 1_500), (AUGUST, None), (SEPTEMBER, None), (202610, None)):
        (row,) = sales.of_month(alice, month, TODAY)
        assert row.adjustment == expected
        if month != 202610:
            (would,) = preview(by=alice, month=month, today=TODAY).rows
            assert would.total_minor == row.total
    assert closed(alice, SEPTEMBER)[ole.pk].adjustments == []
    assert closed(alice, 202607)[ole.pk].adjustments == [[202606, 1_500]]
    assert closed(alice, AUGUST)[ole.pk].adjustments == []


def test_a_month_that_cannot_be_closed_holds_nothing_up(ole, alice):
    agree(ole)
    agree(ole, (1000, "0.05"), version=2, since="2026-07-01")
    agree(ole, version=3, since="2026-08-01")
    for month in (6, 7, 8):
        book("revenue", 100, f"2026-{month:02d}-10", agent=ole)
    closed(alice, 202606)
    book("revenue", 300, "2026-06-11", agent=ole)
    assert computed(alice, AUGUST, TODAY)[ole.pk].adjustments == ((202606, 1_500),)


def test_no_month_before_the_first_agreement_waits(ole, alice):
    agree(ole, since="2026-09-15")
    for on in ("2026-07-10", "2026-08-31", "2026-09-01"):
        book("revenue", 100, on, agent=ole)
    assert open_months(by=alice, today=TODAY) == [SEPTEMBER]


def test_suppliers_get_no_mail_about_a_page_they_do_not_have(alice):
    supplier = PartnerFactory(kind="supplier")
    person = MembershipFactory(partner=supplier)
    agree(supplier)
    book("revenue", 100, "2026-09-10", supplier=supplier)
    assert set(closed(alice, SEPTEMBER)) == {supplier.pk}
    assert not OutboxMessage.objects.filter(to=person.user.email).exists()


def test_a_partner_reads_no_adjustment_of_a_closed_margin(ole, alice):
    """It would move with the goods of each entry that comes late."""
    agree(ole, base="margin")
    agree(ole, version=2, since="2026-09-01")
    book("revenue", 1000, "2026-08-10", agent=ole)
    closed(alice, AUGUST)
    book("goods", -123, "2026-08-11", agent=ole)
    person = MembershipFactory(partner=ole)
    actor = Actor(user=person.user, membership=person)
    assert computed(alice, SEPTEMBER, TODAY)[ole.pk].adjustments == ((AUGUST, -615),)
    assert computed(actor, SEPTEMBER, TODAY)[ole.pk].adjustments == ()


def test_a_statement_holds_what_was_frozen(ole, alice):
    """Whatever today's formula gives."""
    agree(ole)
    book("revenue", 1000, "2026-09-10", agent=ole)
    statement = closed(alice, SEPTEMBER)[ole.pk]
    statement.stretches[0]["commission_minor"] = 4_321
    frozen = sales.frozen([statement])
    assert (frozen.commission_minor, frozen.base_minor) == (4_321, 100_000)
    assert statement_page(statement, None, {}).works[0].commission.replace("\xa0", " ") == "EUR 43.21"
