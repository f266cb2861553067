"""Dated rates: the last one before a weekend holds, and a new one converts exactly what it concerns."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.actors import system_actor
from suppliers.actions.rates import NoRate, derive, reconvert
from suppliers.engine.rates import convert
from suppliers.facts.rates import rate_on
from suppliers.imports.profiles import profile_of
from suppliers.models import ExchangeRate, LedgerEntry
from tests.integration.suppliers.imports.files import counts, load, reasons
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
LEDGER = "entry_id,date,kind,amount,currency"


@pytest.fixture
def by():
    return system_actor()


def rates(by, *rows, **options):
    return load(by, "rates", csv_file(*rows, header="date,currency,rate"), **options)


def entries(by, *rows, **options):
    return load(by, "ledger", csv_file(*rows, header=LEDGER), **options)


def converted():
    return dict(LedgerEntry.objects.values_list("entry_id", "company_minor"))


@pytest.fixture
def week(by):
    """Rates of a Thursday, a Friday and a Monday, and an entry on every day from Thursday to Tuesday."""
    rates(by, "2026-09-03,USD,1.25", "2026-09-04,USD,2", "2026-09-07,USD,2.5", "2026-09-03,SEK,10")
    entries(by, *(f"{day},2026-09-0{day},revenue,100,USD" for day in range(3, 9)), "S,2026-09-05,other,1,SEK")
    entries(by, "OWN,2020-01-01,revenue,100,", "OWN2,2020-01-01,revenue,100,EUR")


def test_the_last_rate_before_a_weekend_holds(week):
    assert converted() == {
        "3": 8_000, "4": 5_000, "5": 5_000, "6": 5_000, "7": 4_000, "8": 4_000, "S": 10,
        "OWN": 10_000, "OWN2": 10_000,
    }  # fmt: skip
    assert rate_on("USD", dt.date(2026, 9, 6)) == 2
    assert rate_on("USD", dt.date(2026, 9, 2)) is None
    assert rate_on("EUR", dt.date(1980, 1, 1)) == 1


def test_a_changed_rate_converts_its_days_only(by, week):
    before = converted()
    assert counts(rates(by, "2026-09-04,USD,4")) == (0, 1, 0, 0)
    assert converted() == {**before, "4": 2_500, "5": 2_500, "6": 2_500}


def test_a_new_rate_converts_the_days_until_the_next(by, week):
    before = converted()
    assert counts(rates(by, "2026-09-06,USD,4", "2026-09-08,USD,5")) == (2, 0, 0, 0)
    assert converted() == {**before, "6": 2_500, "8": 2_000}


def test_a_rate_before_all_others_converts_nothing_that_has_one(by, week):
    before = converted()
    rates(by, "2026-09-01,USD,9")
    assert converted() == before


def test_a_trial_converts_nothing(by, week):
    before = converted()
    assert counts(rates(by, "2026-09-04,USD,4", dry_run=True)) == (0, 1, 0, 0)
    assert converted() == before


def test_one_statement_a_range_and_none_where_no_entry_is(by, week):
    with CaptureQueriesContext(connection) as seen:
        rates(by, "2026-09-04,USD,4", "2026-09-07,USD,5", "2026-09-20,USD,6", "2026-09-04,NOK,11")
    updates = [query["sql"] for query in seen if query["sql"].startswith('UPDATE "suppliers_ledgerentry"')]
    assert len(updates) == 2


def test_rate_and_entry_in_one_row_of_a_file(by):
    """As many books export them; a trial says the same as the loading."""
    profile = profile_of(
        {
            "name": "books",
            "columns": {
                "rates": {"date": "day", "currency": "cur", "rate": "kurs"},
                "ledger": {
                    "entry_id": "id", "date": "day", "kind": {"constant": "other"}, "amount": "sum",
                    "currency": "cur",
                },
            },
        }
    )  # fmt: skip
    for options in ({"dry_run": True}, {}):
        file = csv_file("1,2026-09-04,USD,2,10", "2,2026-09-05,USD,2.5,10", header="id,day,cur,kurs,sum")
        assert counts(load(by, "ledger", file, profile=profile, **options)) == (2, 0, 0, 0)
    assert converted() == {"1": 500, "2": 400}


def test_before_the_first_rate_nothing_is_booked(by, week):
    tally = entries(by, "E,2026-09-02,goods,-1,USD", "F,2026-09-03,goods,-1,USD")
    assert reasons(tally) == [(2, "date", "There is no rate of USD on or before 2026-09-02.")]
    assert counts(tally) == (1, 0, 0, 1)


def test_an_amount_that_would_not_fit(by, week):
    rates(by, "2026-09-03,JPY,0.000000001")
    tally = entries(by, "E,2026-09-03,goods,-900000000000,JPY")
    assert reasons(tally) == [
        (2, "amount", "In the company's currency this is larger than any amount we store.")
    ]
    entries(by, "F,2026-09-03,goods,-900000000000,SEK")
    tally = rates(by, "2026-09-03,SEK,0.000000001")
    assert reasons(tally) == [(2, "rate", "At this rate an entry would be larger than any amount we store.")]


def test_a_changed_day_or_currency_converts_the_entry_again(by, week):
    entries(by, "3,2026-09-07,revenue,100,USD", "4,2026-09-04,revenue,100,SEK")
    assert converted()["3"] == 4_000
    assert converted()["4"] == 1_000
    assert LedgerEntry.objects.get(entry_id="3").month == 202609


def test_what_an_undone_rate_leaves_behind(by, week):
    before = converted()
    ExchangeRate.objects.filter(currency="USD", date=dt.date(2026, 9, 4)).delete()
    assert reconvert(currency="USD", since=dt.date(2026, 9, 4)) == 3
    assert converted() == {**before, "4": 8_000, "5": 8_000, "6": 8_000}
    ExchangeRate.objects.filter(currency="USD").delete()
    with pytest.raises(NoRate, match="USD has no rate on or before 2026-09-03"):
        reconvert(currency="USD", since=dt.date(2026, 9, 3))


def test_what_follows_from_an_entry_is_derived_again(by, week):
    entry = LedgerEntry.objects.get(entry_id="8")
    entry.date, entry.amount_minor = dt.date(2026, 10, 4), 20_001
    derive([entry])
    assert (entry.month, entry.company_minor) == (202610, 8_000)


class TestLaw(TestCase):
    """The database divides as Python does."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=4),
        st.sampled_from(["USD", "JPY", "KWD"]),
        st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999"), places=9),
    )
    def test_the_same_number_to_the_last_unit(self, amounts, currency, rate):
        if len(rate.normalize().as_tuple().digits) > 15:
            rate = rate.quantize(Decimal("0.0001"))
        day = dt.date(2026, 9, 4)
        for number, minor in enumerate(amounts):
            LedgerEntry.objects.create(
                entry_id=str(number), date=day, month=202609, kind="other", amount_minor=minor,
                currency=currency, company_minor=0,
            )  # fmt: skip
        ExchangeRate.objects.create(date=day, currency=currency, rate=rate)
        assert reconvert(currency=currency, since=day) == len(amounts)
        stored = ExchangeRate.objects.get().rate
        assert stored == rate
        assert list(LedgerEntry.objects.order_by("pk").values_list("company_minor", flat=True)) == [
            convert(minor, currency, "EUR", rate) for minor in amounts
        ]
