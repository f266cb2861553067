"""A million entries: how the contribution page answers, against the bare sum of the same entries."""

from collections import Counter
from datetime import date
from time import perf_counter

import pytest
from django.db import connection, reset_queries
from django.db.models import Count, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.actors import system_actor
from portal.enums import StaffRole
from suppliers.facts.contribution import Span, sums
from suppliers.facts.rolled import differences
from suppliers.models import LedgerEntry, LedgerMonth
from tests.bulk import make_ledger
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ENTRIES = 1_000_000
YEAR = Span(date(2025, 10, 1), date(2026, 9, 30))
PAGE = "/contribution/?kind=supplier&from=2025-10-01&to=2026-09-30"
CUT = "/contribution/?kind=supplier&from=2025-10-10&to=2026-09-20"
TIMES = 5


def timed(work):
    started = perf_counter()
    result = work()
    return result, perf_counter() - started


def bare_sum():
    """The least a database can do without sums kept beside: over the entries of twelve months."""
    rows = LedgerEntry.objects.filter(date__range=(YEAR.start, YEAR.end)).order_by()
    return list(rows.values("supplier_id", "kind").annotate(Count("pk"), Sum("company_minor")))


@pytest.mark.parametrize("partners", [20, 2_000])
def test_the_page_with_a_million_entries(partners):
    _, building = timed(lambda: make_ledger(partners, ENTRIES))
    client = Client()
    client.force_login(UserFactory(role=StaffRole.PURCHASING_MANAGER))
    found, bare = timed(bare_sum)
    _, rolled = timed(lambda: sums(system_actor(), "supplier", YEAR))
    print(f"\n{ENTRIES:,} entries of {partners:,} suppliers (made in {building:.0f} s)")
    print(f"  sums by month kept: {LedgerMonth.objects.count():,} rows")
    print(f"  bare sum over the entries: {bare * 1000:.0f} ms, {len(found):,} groups")
    print(f"  the same from the sums: {rolled * 1000:.0f} ms, {rolled / bare:.2f} times the bare sum")
    for words, address in (("whole months", PAGE), ("cut months", CUT)):
        client.get(address)
        reset_queries()  # the log is full of entries
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200
        times = sorted(timed(lambda address=address: client.get(address))[1] for _ in range(TIMES))
        middle = times[TIMES // 2]
        kinds = dict(Counter(query["sql"].split()[0] for query in captured))
        print(
            f"  page, {words}: {middle * 1000:.0f} ms, {middle / bare:.2f} times the bare"
            f" sum; {len(captured)} statements {kinds}"
        )
    assert differences() == []
