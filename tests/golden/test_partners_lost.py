"""`partners_lost`, worked by hand: six partners over 2025, through the database and through the command."""

import json
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.enums import LossCause, PartnerStatus
from suppliers.models import Partner
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
KPI = CATALOGUE["partners_lost"]
YEAR = date(2025, 1, 1), date(2025, 12, 31)
LOST = PartnerStatus.LOST
# code: since, status, lost on, why
PARTNERS = {
    "A": ("2019-03-01", "active", None, ""),
    "B": ("2020-01-01", LOST, "2025-02-10", LossCause.DISSATISFIED),
    "C": ("2021-06-01", LOST, "2025-06-30", LossCause.CLOSED_DOWN),
    "D": ("2025-01-01", "active", None, ""),
    "E": ("2025-02-01", "active", None, ""),
    "F": ("2025-02-02", LOST, "2025-03-01", ""),
    "G": ("2018-01-01", LOST, "2024-12-31", LossCause.DISSATISFIED),
    "H": ("2022-01-01", LOST, "2025-01-01", ""),
    "P": ("2020-01-01", PartnerStatus.PROSPECT, None, ""),
}
TABLE = [
    # from, to, as of, lost, active at the start
    ("2025-01-01", "2025-12-31", "2026-01-03", 3, 5),
    ("2025-01-01", "2025-03-31", "2025-04-03", 3, 5),
    ("2025-04-01", "2025-06-30", "2025-07-03", 0, 4),
    ("2025-07-01", "2025-09-30", "2025-10-03", 0, 3),
    # What happens after the as-of day does not exist.
    ("2025-01-01", "2025-12-31", "2025-02-09", 1, 5),
]


@pytest.fixture
def firms(db):
    for code, (since, status, lost_on, cause) in PARTNERS.items():
        PartnerFactory(
            code=code, name=f"Firm {code}", since=since, status=status, lost_on=lost_on, lost_cause=cause
        )


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "end", "as_of", "lost", "at_start"), TABLE)
def test_by_hand(firms, start, end, as_of, lost, at_start):
    scope = Scope(day(start), day(end), day(as_of))
    found = figures(KPI, scope)[None]
    assert (found.value, found.n) == (Fraction(lost, at_start), at_start)
    assert (found.numerator, found.denominator) == (lost, at_start)
    rows = [row for own in rows_by_partner(KPI, scope).values() for row in own]
    assert figure(KPI, sums_of(KPI, rows)) == found


def test_a_newcomer_that_was_lost_is_a_row_that_adds_nothing_to_the_start(firms):
    rows = [one for own in rows_by_partner(KPI, Scope(*YEAR, day("2026-01-03"))).values() for one in own]
    assert {row[0]: row[3:] for row in rows} == {
        "A": (1, 0), "B": (1, 1), "C": (1, 0), "D": (1, 0), "F": (0, 1), "H": (1, 1),
    }  # fmt: skip


def test_other_names_of_a_partner_stay_out(firms):
    Partner.objects.filter(code="B").update(merged_into=Partner.objects.get(code="A"))
    assert figures(KPI, Scope(*YEAR, day("2026-01-03")))[None].value == Fraction(2, 4)


def test_of_a_kind_of_one_partner_and_of_nobody(firms):
    Partner.objects.filter(code="B").update(kind="agent")
    agents = figures(KPI, Scope(*YEAR, day("2026-01-03"), kind="agent"))
    assert (agents[None].value, agents[None].n) == (1, 1)
    one = Partner.objects.get(code="A")
    alone = figures(KPI, Scope(*YEAR, day("2026-01-03"), partners=frozenset({one.pk})))
    assert (alone[one.pk].value, alone[None].n) == (0, 1)
    assert figures(KPI, Scope(*YEAR, day("2026-01-03"), kind="dealer"))[None].value is None


def test_a_query_for_all(firms, django_assert_num_queries):
    with django_assert_num_queries(1):
        figures(KPI, Scope(*YEAR, day("2026-01-03")))


def test_the_command_says_the_same(firms):
    out = StringIO()
    call_command(
        "kpis", "--from=2025-01-01", "--to=2025-12-31", "--as-of=2026-01-03", "--kpi=partners_lost",
        "--json", stdout=out,
    )  # fmt: skip
    (record,) = [one for one in json.loads(out.getvalue()) if one["partner"] is None]
    assert (record["value"], record["numerator"], record["denominator"], record["n"]) == ("0.6", 3, 5, 5)
