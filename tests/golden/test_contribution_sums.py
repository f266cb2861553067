"""Who is named in which entries, through the database: each entry counts once. Amounts in cents."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.actors import Actor, system_actor
from suppliers.engine.contribution import groups, ranked
from suppliers.facts.contribution import (
    Span,
    by_month,
    company,
    contributions,
    entry_count,
    extent,
    monthly,
    sums,
)
from suppliers.models import Attribution, AttributionRule
from tests.factories import PartnerFactory
from tests.golden import booked
from tests.golden.booked import rate

pytestmark = pytest.mark.django_db
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def ann(db):
    return PartnerFactory(code="ANN", name="Agent Ann", kind="agent")


@pytest.fixture
def bo(db):
    return PartnerFactory(code="BO", name="Agent Bo", kind="agent")


@pytest.fixture
def rule(db):
    return AttributionRule.objects.create(name="Both visited the customer", place=1, role="agent")


def book(kind, minor, on, **more):
    return booked.book(kind, Decimal(minor) / 100, on, **more)


def name(entry, rule, *parts):
    for place, (partner, minor) in enumerate(parts, 1):
        Attribution.objects.create(
            entry=entry, role=rule.role, place=place, partner=partner, date=entry.date, month=entry.month,
            kind=entry.kind, currency=entry.currency, amount_minor=minor, company_minor=minor, rule=rule,
            rule_version=1, at=datetime(2026, 4, 1, tzinfo=UTC),
        )  # fmt: skip


def all_of(span, role="agent", **more):
    return {pk: sum(kinds.values()) for pk, kinds in sums(system_actor(), role, span, **more).items()}


def test_two_agents_share_one_sale_once(ann, bo, rule):
    sale = book("revenue", 1_000_01, date(2026, 3, 10))
    name(sale, rule, (ann, 600_01), (bo, 400_00))
    assert sums(system_actor(), "agent", YEAR) == {ann.pk: {"revenue": 600_01}, bo.pk: {"revenue": 400_00}}
    whole = company(system_actor(), YEAR)
    assert whole == {"revenue": 1_000_01}
    places = ranked(all_of(YEAR), sum(whole.values()))
    assert sum(place.share for place in places) == 1
    assert entry_count(system_actor(), YEAR) == 1


def test_what_rules_leave_unnamed_is_nobodys(ann, rule):
    name(book("revenue", 900_00, date(2026, 3, 10)), rule, (ann, 300_00))
    book("goods", -500_00, date(2026, 3, 10))
    assert all_of(YEAR) == {ann.pk: 300_00}
    assert sum(company(system_actor(), YEAR).values()) - sum(all_of(YEAR).values()) == 100_00


def test_an_entry_that_names_three_counts_once_in_each_kind(ann, brandt):
    dealer = PartnerFactory(code="DEALER", name="Carrow", kind="dealer")
    book("revenue", 500_00, date(2026, 5, 2), supplier=brandt, distributor=dealer, agent=ann)
    for role, partner in (("supplier", brandt), ("distributor", dealer), ("agent", ann)):
        assert sums(system_actor(), role, YEAR) == {partner.pk: {"revenue": 500_00}}
    assert company(system_actor(), YEAR) == {"revenue": 500_00}


class TestCutMonths:
    """10 on the 1st of each month, 1 on the 15th, a 100 on its last day: of January to April."""

    @pytest.fixture(autouse=True)
    def booked(self, ann, rule):
        for month, last in ((1, 31), (2, 28), (3, 31), (4, 30)):
            book("revenue", 10, date(2026, month, 1), agent=ann)
            name(book("revenue", 1, date(2026, month, 15)), rule, (ann, 1))
            book("freight", 100, date(2026, month, last), agent=ann)

    @pytest.mark.parametrize(
        ("start", "end", "named", "queries"),
        [
            ("2026-01-01", "2026-04-30", 444, 1),
            ("2026-02-01", "2026-02-28", 111, 1),
            ("2026-01-02", "2026-04-30", 434, 3),
            ("2026-01-01", "2026-04-29", 344, 3),
            ("2026-01-15", "2026-03-15", 223, 5),
            ("2026-01-31", "2026-02-01", 110, 2),
            ("2026-03-02", "2026-03-14", 0, 2),
            ("2026-03-15", "2026-03-15", 1, 2),
        ],
    )
    def test_each_day_counts_once(self, ann, start, end, named, queries, django_assert_num_queries):
        span = Span(date.fromisoformat(start), date.fromisoformat(end))
        with django_assert_num_queries(queries):
            found = sums(system_actor(), "agent", span)
        assert sum(found.get(ann.pk, {}).values()) == named
        assert sum(company(system_actor(), span).values()) == named
        assert contributions(system_actor(), "agent", span).get(ann.pk, 0) == named
        assert sum(monthly(system_actor(), "agent", span, [ann.pk]).values()) == named

    def test_by_month(self, ann, bo):
        span = Span(date(2026, 1, 15), date(2026, 3, 15))
        found = by_month(system_actor(), "agent", span)
        assert found == {
            (ann.pk, 202601): {"revenue": 1, "freight": 100},
            (ann.pk, 202602): {"revenue": 11, "freight": 100},
            (ann.pk, 202603): {"revenue": 11},
        }
        assert by_month(system_actor(), "agent", span, [bo.pk]) == {}


def test_in_one_currency_only_what_was_booked_in_it(ann):
    rate("USD", "2026-01-01", "2")
    book("revenue", 100_00, date(2026, 3, 10), currency="USD", agent=ann)
    book("revenue", 70_00, date(2026, 3, 11), agent=ann)
    assert all_of(YEAR) == {ann.pk: 120_00}
    assert all_of(YEAR, currency="USD") == {ann.pk: 100_00}
    assert all_of(Span(date(2026, 3, 2), date(2026, 3, 30)), currency="USD") == {ann.pk: 100_00}
    assert company(system_actor(), YEAR, currency="USD") == {"revenue": 100_00}
    assert entry_count(system_actor(), YEAR, currency="USD") == 1
    assert extent(system_actor()).currencies == ("EUR", "USD")


def test_what_is_gone_is_no_row(ann):
    entry = book("revenue", 70_00, date(2026, 3, 11), agent=ann)
    book("revenue", 50_00, date(2026, 5, 11))
    entry.delete()
    assert sums(system_actor(), "agent", YEAR) == {}
    assert (extent(system_actor()).first, extent(system_actor()).last) == (202605, 202605)


def test_nobody_else_gets_a_figure(ann):
    book("revenue", 70_00, date(2026, 3, 11), agent=ann)
    assert sums(Actor(), "agent", YEAR) == {}
    assert company(Actor(), YEAR) == {}
    assert entry_count(Actor(), YEAR) == 0
    assert extent(Actor()) is None


@pytest.mark.parametrize(
    ("span", "months", "moved"),
    [
        ("2026-01-01 2026-01-31", 1, "2026-02-01 2026-02-28"),
        ("2026-02-01 2026-02-28", -1, "2026-01-01 2026-01-31"),
        ("2026-04-01 2026-06-30", -3, "2026-01-01 2026-03-31"),
        ("2024-02-29 2024-03-10", -12, "2023-02-28 2023-03-10"),
        ("2025-10-01 2026-09-30", -12, "2024-10-01 2025-09-30"),
        ("2025-12-31 2025-12-31", 2, "2026-02-28 2026-02-28"),
    ],
)
def test_a_span_moves_by_months(span, months, moved):
    start, end = (date.fromisoformat(day) for day in span.split())
    assert Span(start, end).shifted(months) == Span(*(date.fromisoformat(day) for day in moved.split()))


def test_a_margin_is_of_the_sums(ann):
    book("revenue", 100_00, date(2026, 3, 11), agent=ann)
    book("commission", -7_50, date(2026, 3, 31), agent=ann)
    found = groups(sums(system_actor(), "agent", YEAR)[ann.pk])
    assert (found.contribution, found.selling) == (92_50, -7_50)
