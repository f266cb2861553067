"""Revenue, commission, customers and contribution of selling partners, worked by hand. Figures in cents."""

from datetime import date
from fractions import Fraction

import pytest

from portal.actors import system_actor
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.attribution import follow
from tests.factories import PartnerFactory
from tests.golden.booked import aim, book, month_of, rate, share_out

pytestmark = pytest.mark.django_db
LATER = date(2030, 1, 1)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def nordic(db):
    return PartnerFactory(code="NORDIC", name="Nordic Sales", kind="distributor")


@pytest.fixture
def agent(db):
    return PartnerFactory(code="AGENT", name="Agent Ann", kind="agent")


def value(code, start, end, as_of=LATER, **more):
    kpi, asked = CATALOGUE[code], Scope(start, end, as_of, **more)
    found = figures(kpi, asked)[None]
    rows = [row for partner in rows_by_partner(kpi, asked).values() for row in partner]
    assert figure(kpi, sums_of(kpi, rows)) == found
    assert all(len(row) == len(kpi.columns) for row in rows)
    return found


def sold(partner, month, amount, *, on=15, kind="revenue", **more):
    names = {"agent" if partner.kind == "agent" else "distributor": partner}
    return book(kind, amount, date.fromisoformat(f"{month}-{on:02}"), **names, **more)


# Against the target


def test_months_without_sales_count_and_add_up_to_the_year(nordic):
    """Targets of 100 a month; 90 in January, none in February, 120 in March, none after."""
    for number in range(1, 13):
        aim(nordic, f"2026-{number:02}", 100)
    sold(nordic, "2026-01", 90)
    sold(nordic, "2026-03", 70)
    sold(nordic, "2026-03", 50, on=31)
    months = [value("revenue_vs_target", *month_of(f"2026-{number:02}")) for number in range(1, 13)]
    assert [one.value for one in months[:4]] == [Fraction(9, 10), 0, Fraction(6, 5), 0]
    quarter = value("revenue_vs_target", date(2026, 1, 1), date(2026, 3, 31))
    assert (quarter.value, quarter.n) == (Fraction(210, 300), 3)
    year = value("revenue_vs_target", *YEAR)
    assert (year.value, year.numerator, year.denominator, year.n) == (
        Fraction(210, 1200),
        21_000,
        120_000,
        12,
    )
    assert year.numerator == sum(one.numerator for one in months)
    assert year.denominator == sum(one.denominator for one in months)


def test_a_month_without_a_target_is_compared_with_nothing(nordic):
    aim(nordic, "2026-03", 100)
    sold(nordic, "2026-03", 80)
    sold(nordic, "2026-04", 500)
    assert value("revenue_vs_target", *month_of("2026-04")).value is None
    spring = value("revenue_vs_target", date(2026, 3, 1), date(2026, 4, 30))
    assert (spring.value, spring.n) == (Fraction(80, 100), 1)


def test_no_target_or_one_of_nothing_is_no_data(nordic):
    sold(nordic, "2026-03", 80)
    assert value("revenue_vs_target", *month_of("2026-03")).value is None
    aim(nordic, "2026-03", 0)
    assert value("revenue_vs_target", *month_of("2026-03")).value is None


def test_credit_notes_lower_revenue_and_what_is_later_does_not_exist(nordic):
    aim(nordic, "2026-03", 100)
    sold(nordic, "2026-03", 80, on=10)
    sold(nordic, "2026-03", -20, on=20)
    assert value("revenue_vs_target", *month_of("2026-03")).value == Fraction(60, 100)
    assert value("revenue_vs_target", *month_of("2026-03"), as_of=date(2026, 3, 19)).value == Fraction(
        80, 100
    )


def test_only_revenue_that_names_the_seller_as_such(nordic, agent, brandt):
    """A supplier's goods in a sale are not its sales; agent and distributor of one sale each have it once."""
    for partner in (nordic, agent):
        aim(partner, "2026-03", 100)
    book("revenue", 60, date(2026, 3, 5), supplier=brandt)
    book("revenue", 40, date(2026, 3, 5), supplier=brandt, distributor=nordic, agent=agent)
    book("revenue", 500, date(2026, 3, 5))
    for kind in ("discount", "rebate", "returns", "commission", "goods", "marketing"):
        sold(nordic, "2026-03", -5, kind=kind)
    found = figures(CATALOGUE["revenue_vs_target"], Scope(*month_of("2026-03"), LATER))
    assert {key: found[key].value for key in found if key} == dict.fromkeys(
        (nordic.pk, agent.pk), Fraction(40, 100)
    )
    for code in ("revenue_vs_target", "revenue_growth", "commission_rate", "active_customers_kept"):
        assert brandt.pk not in figures(CATALOGUE[code], Scope(*month_of("2026-03"), LATER))


def test_a_cut_month_takes_its_days_of_the_target_and_the_parts_add_up(nordic):
    """30,000.01 in April: each half takes 15 of 30 days; the odd cent is in one of them."""
    aim(nordic, "2026-04", "30000.01")
    first = value("revenue_vs_target", date(2026, 4, 1), date(2026, 4, 15)).denominator
    second = value("revenue_vs_target", date(2026, 4, 16), date(2026, 4, 30)).denominator
    assert {first, second} == {1_500_000, 1_500_001}
    days = [
        value("revenue_vs_target", one, one).denominator
        for one in (date(2026, 4, day) for day in range(1, 31))
    ]
    assert sum(days) == 3_000_001


def test_week_53_takes_four_days_of_december_and_three_of_january(nordic):
    """31,000 in December and 62,000 in January: 4,000 and 6,000; 5,000 sold on New Year's Day."""
    aim(nordic, "2026-12", 31_000)
    aim(nordic, "2027-01", 62_000)
    sold(nordic, "2027-01", 5_000, on=1)
    sold(nordic, "2026-12", 900, on=27)
    sold(nordic, "2027-01", 900, on=4)
    week = value("revenue_vs_target", date(2026, 12, 28), date(2027, 1, 3))
    assert (week.numerator, week.denominator, week.n) == (500_000, 1_000_000, 2)


def test_the_leap_day_has_its_share(nordic):
    aim(nordic, "2028-02", 29_000)
    sold(nordic, "2028-02", 500, on=29)
    assert value("revenue_vs_target", date(2028, 2, 29), date(2028, 2, 29)).value == Fraction(1, 2)
    assert value("revenue_vs_target", *month_of("2028-02")).value == Fraction(500, 29_000)


def test_a_target_in_another_currency_is_converted_at_the_end_of_its_month(nordic):
    rate("USD", date(2026, 3, 9), "1.10")
    rate("USD", date(2026, 3, 30), "1.25")
    aim(nordic, "2026-03", 125, "USD")
    sold(nordic, "2026-03", 55, currency="USD")  # 50 euros at 1.10
    assert value("revenue_vs_target", *month_of("2026-03")).value == Fraction(50, 100)


def test_a_target_without_a_rate_stays_out(nordic):
    rate("USD", date(2026, 4, 1), "1.10")
    aim(nordic, "2026-03", 125, "USD")
    assert value("revenue_vs_target", *month_of("2026-03")).n == 0


# Growth


def test_growth_against_the_year_before(nordic):
    for month, amount in (("2025-01", 60), ("2025-02", 40), ("2026-01", 55), ("2026-03", 55)):
        sold(nordic, month, amount)
    quarter = value("revenue_growth", date(2026, 1, 1), date(2026, 3, 31))
    assert (quarter.value, quarter.numerator, quarter.denominator) == (Fraction(1, 10), 1_000, 10_000)
    assert value("revenue_growth", *month_of("2026-01")).value == Fraction(-5, 60)
    assert value("revenue_growth", *month_of("2026-02")).value == -1


def test_without_a_year_before_there_is_no_growth(nordic):
    sold(nordic, "2026-03", 80)
    assert value("revenue_growth", *month_of("2026-03")).value is None


def test_whole_months_stay_whole_over_the_leap_day(nordic):
    """February 2028 against that of 2027, and February 2029 against all 29 days of 2028."""
    sold(nordic, "2027-02", 100, on=28)
    sold(nordic, "2027-03", 700, on=1)
    sold(nordic, "2028-02", 120, on=29)
    sold(nordic, "2029-02", 60, on=28)
    assert value("revenue_growth", *month_of("2028-02")).value == Fraction(1, 5)
    assert value("revenue_growth", *month_of("2029-02")).value == Fraction(-1, 2)
    # the 28th alone is compared with the 28th alone
    assert value("revenue_growth", date(2028, 2, 28), date(2028, 2, 28)).denominator == 10_000


def test_growth_in_week_53(nordic):
    """28 December to 3 January against the same days a year before."""
    for month, on, amount in (
        ("2025-12", 27, 900), ("2025-12", 28, 30), ("2026-01", 3, 20), ("2026-01", 4, 900),
        ("2026-12", 31, 40), ("2027-01", 3, 60), ("2027-01", 4, 900),
    ):  # fmt: skip
        sold(nordic, month, amount, on=on)
    week = value("revenue_growth", date(2026, 12, 28), date(2027, 1, 3))
    assert (week.value, week.numerator, week.denominator) == (1, 5_000, 5_000)


def test_what_is_known_of_the_year_before_does_not_depend_on_today(nordic):
    sold(nordic, "2025-03", 100, on=31)
    sold(nordic, "2026-03", 30, on=10)
    assert value("revenue_growth", *month_of("2026-03"), as_of=date(2026, 3, 10)).value == Fraction(-70, 100)


# Contribution


def test_the_channel_vector(nordic):
    """200,000 x (784 - 650) - 7,840,000 gives 18,960,000: list price 800, less discounts and rebates."""
    for kind, amount in (
        ("revenue", 160_000_000), ("discount", -2_000_000), ("rebate", -1_200_000),
        ("goods", -120_000_000), ("freight", -10_000_000), ("marketing", -5_000_000),
        ("commission", -2_840_000),
    ):  # fmt: skip
        sold(nordic, "2026-03", amount, kind=kind)
    found = value("net_marketing_contribution", *YEAR)
    assert (found.value, found.numerator, found.denominator) == (1_896_000_000, 1_896_000_000, None)
    assert value("return_on_sales", *YEAR).value == Fraction(18_960_000, 156_800_000)
    assert value("return_on_marketing", *YEAR).value == Fraction(18_960_000, 7_840_000)


def test_each_kind_has_its_place(nordic):
    """Net revenue 100 - 1 - 2 - 3; cost 4 + 5 + 6 + 7 + 8; expense 9 + 10 + 11; other is nobody's doing."""
    kinds = (
        "discount", "rebate", "returns", "goods", "freight", "duty", "quality", "expedite", "marketing",
        "commission", "service",
    )  # fmt: skip
    sold(nordic, "2026-03", 100)
    for amount, kind in enumerate(kinds, 1):
        sold(nordic, "2026-03", -amount, kind=kind)
    sold(nordic, "2026-03", -999, kind="other")
    assert value("net_marketing_contribution", *YEAR).value == 100 * (94 - 30 - 30)
    assert value("return_on_sales", *YEAR).value == Fraction(34, 94)
    assert value("return_on_marketing", *YEAR).value == Fraction(34, 30)


def test_months_of_contribution_add_up(nordic):
    for month in ("2026-01", "2026-05"):
        sold(nordic, month, 100)
        sold(nordic, month, -130, kind="goods")
    year = value("net_marketing_contribution", *YEAR)
    assert (year.value, year.n) == (-6_000, 2)
    assert value("net_marketing_contribution", *month_of("2026-05")).value == -3_000
    assert value("net_marketing_contribution", *month_of("2026-06")).value is None


def test_no_sale_and_no_expense_are_no_returns(nordic):
    sold(nordic, "2026-03", -5, kind="goods")
    assert value("return_on_sales", *YEAR).value is None
    assert value("return_on_marketing", *YEAR).value is None
    assert value("net_marketing_contribution", *YEAR).value == -500


def test_a_supplier_has_no_contribution_of_selling(brandt):
    book("revenue", 100, date(2026, 3, 5), supplier=brandt)
    for code in ("net_marketing_contribution", "return_on_sales", "return_on_marketing"):
        assert figures(CATALOGUE[code], Scope(*YEAR, LATER)).keys() == {None}


# Commission


def test_credit_notes_lower_commission_and_revenue(agent):
    """5,000 on 100,000; a credit note of 20,000 takes 1,000 back: 4,000 of 80,000."""
    sold(agent, "2026-03", 100_000)
    sold(agent, "2026-03", -5_000, kind="commission")
    assert value("commission_rate", *YEAR).value == Fraction(5, 100)
    sold(agent, "2026-03", -20_000, on=20)
    assert value("commission_rate", *YEAR).value == Fraction(5, 80)
    sold(agent, "2026-03", 1_000, kind="commission", on=20)
    found = value("commission_rate", *YEAR)
    assert (found.value, found.numerator, found.denominator) == (Fraction(4, 80), 400_000, 8_000_000)


def test_commission_without_revenue_is_no_data(agent):
    sold(agent, "2026-03", -5_000, kind="commission")
    assert value("commission_rate", *YEAR).value is None


def test_revenue_without_commission_is_zero(agent):
    sold(agent, "2026-03", 5_000)
    assert value("commission_rate", *YEAR).value == 0


# Customers


def test_customers_of_the_year_before_that_bought_again(nordic):
    """A, B, C and E bought in spring 2025; later A and C buy again, D is new, E gave all back."""
    for customer in ("A", "B", "C", "E"):
        sold(nordic, "2025-04", 10, customer=customer)
    sold(nordic, "2025-05", 10, customer="A")
    for customer in ("A", "C", "D", "E"):
        sold(nordic, "2026-05", 10, customer=customer)
    sold(nordic, "2026-06", -10, customer="E")
    sold(nordic, "2026-05", 10)  # nobody knows to whom
    sold(nordic, "2025-05", 10)
    spring = date(2026, 4, 1), date(2026, 6, 30)
    found = value("active_customers_kept", *spring)
    assert (found.value, found.numerator, found.n) == (Fraction(2, 4), 2, 4)
    rows = rows_by_partner(CATALOGUE["active_customers_kept"], Scope(*spring, LATER))[nordic.pk]
    assert rows == [("2025-04", 0), ("2025-04", 0), ("2025-04", 1), ("2025-04", 1)]
    # in May alone: of those of May 2025 there was only A
    assert value("active_customers_kept", *month_of("2026-05")).value == 1


def test_each_partner_keeps_its_own_customers(nordic, agent):
    sold(nordic, "2025-04", 10, customer="A")
    sold(agent, "2026-04", 10, customer="A")
    assert value("active_customers_kept", *month_of("2026-04")).value == 0


def test_without_customers_before_there_is_no_data(nordic):
    sold(nordic, "2026-04", 10, customer="A")
    assert value("active_customers_kept", *month_of("2026-04")).value is None


# All of them

SHARED = ("revenue_vs_target", "revenue_growth", "commission_rate", "active_customers_kept")
STAFF = ("net_marketing_contribution", "return_on_sales", "return_on_marketing")


def test_who_may_see_which():
    assert all(CATALOGUE[code].is_shared for code in SHARED)
    assert not any(CATALOGUE[code].is_shared for code in (*STAFF, "price_variance", "cost_index"))
    for code in SHARED:
        assert not {"goods", "cost", "supplier", "customer", "reference", "entry"} & set(
            CATALOGUE[code].columns
        )


@pytest.mark.parametrize("code", (*SHARED, *STAFF))
def test_one_query_for_all_partners(nordic, agent, brandt, code, django_assert_num_queries):
    for partner in (nordic, agent):
        aim(partner, "2026-03", 100)
        for month in ("2025-03", "2026-03"):
            for kind, amount in (("revenue", 100), ("commission", -5), ("marketing", -5), ("goods", -50)):
                sold(partner, month, amount, kind=kind, customer="A", supplier=brandt)
    march = month_of("2026-03")
    with django_assert_num_queries(1):
        found = figures(CATALOGUE[code], Scope(*march, LATER))
    assert set(found) == {nordic.pk, agent.pk, None}
    assert found[nordic.pk].value is not None
    assert found[None].n == found[nordic.pk].n + found[agent.pk].n
    assert set(figures(CATALOGUE[code], Scope(*march, LATER, kind="agent"))) == {agent.pk, None}
    only = Scope(*march, LATER, partners=frozenset({nordic.pk}))
    assert set(figures(CATALOGUE[code], only)) == {nordic.pk, None}


# What rules attribute counts as what files name


def test_two_agents_share_one_sale_once(agent, nordic):
    """A sale of 100.01 that names no agent: 60 % Ann's, 40 % Bo's; and one of Ann's own of 10."""
    bo = PartnerFactory(code="BO", name="Agent Bo", kind="agent")
    share_out((agent, 60), (bo, 40), role="agent", customers=["Nord"])
    sale = book("revenue", "100.01", date(2026, 3, 15), distributor=nordic, customer="Nord")
    follow(by=system_actor(), entry_ids=[sale.pk])
    sold(agent, "2026-03", 10)
    rows = rows_by_partner(CATALOGUE["commission_rate"], Scope(*month_of("2026-03"), LATER))
    # 6000.6 and 4000.4: the unit left over goes to the larger remainder.
    assert [rows[one.pk][0][1] for one in (agent, bo, nordic)] == [7_001, 4_000, 10_001]
    agents = Scope(*month_of("2026-03"), LATER, kind="agent")
    assert figures(CATALOGUE["commission_rate"], agents)[None].denominator == 11_001
    kept = Scope(*month_of("2027-03"), LATER)
    assert figures(CATALOGUE["active_customers_kept"], kept)[bo.pk].denominator == 1
