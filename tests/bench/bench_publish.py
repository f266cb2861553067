"""How long a month takes: publishing, and computing its figures, against the bare sum of the same rows."""

import resource
from collections import Counter
from datetime import date
from time import perf_counter

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions import drafting
from scorecards.actions.publishing import publish
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.evidence import pack
from scorecards.facts import Scope, figures
from scorecards.models import Evidence, ScorecardTemplate
from suppliers.models import DeliveryOutcome
from tests.bulk import make_month

pytestmark = pytest.mark.django_db
SEPTEMBER = Period.parse("2026-09")
LATER = date(2026, 11, 1)
SECONDS = 30


def bare_sum():
    """The least a database can do for a figure of all partners."""
    rows = DeliveryOutcome.objects.filter(
        rule="none-0-0", basis="first_confirmed", due_on__range=(SEPTEMBER.start, SEPTEMBER.end)
    )
    return list(
        rows.order_by().values("partner_id").annotate(Count("pk"), Sum("quantity"), Sum("accepted_in_window"))
    )


def timed(work):
    started = perf_counter()
    result = work()
    return result, perf_counter() - started


@pytest.mark.parametrize(("partners", "lines_each"), [(20, 200), (200, 200)], ids=["4,000", "40,000 lines"])
def test_publish_a_month(partners, lines_each):
    _, building = timed(lambda: make_month(partners, lines_each))
    template = ScorecardTemplate.objects.get(name="Delivery essentials")
    with CaptureQueriesContext(connection) as captured:
        result, seconds = timed(
            lambda: publish(by=system_actor(), template=template, period=SEPTEMBER, today=LATER)
        )
    kinds = Counter(query["sql"].split()[0] for query in captured)
    _, again = timed(lambda: publish(by=system_actor(), template=template, period=SEPTEMBER, today=LATER))
    stored = sum(len(bytes(rows)) for rows in Evidence.objects.values_list("rows", flat=True))
    _, bare = timed(bare_sum)
    scope = Scope(SEPTEMBER.start, SEPTEMBER.end, date(2026, 10, 3))
    print(f"\n{partners} partners, {partners * lines_each:,} lines (made and judged in {building:.1f} s)")
    print(f"  publish: {seconds:.2f} s, {sum(kinds.values())} statements {dict(kinds)}, again {again:.2f} s")
    print(f"  evidence: {stored / 1024:.0f} kB, {stored / partners / lines_each:.1f} bytes a line")
    print(f"  bare sum: {bare * 1000:.0f} ms; figures of all partners:")
    for code in ("otif_lines", "on_time_quantity", "promise_kept", "lead_time_mean", "overdue_quantity_days"):
        _, one = timed(lambda code=code: figures(CATALOGUE[code], scope))
        print(f"    {code}: {one * 1000:.0f} ms, {one / bare:.1f} times the bare sum")
    assert result.published == partners
    assert sum(kinds.values()) <= 60
    assert seconds < SECONDS


def test_a_million_lines(monkeypatch):
    """2,000 partners of 500 lines: values against the bare sum; what keeping the rows costs, apart."""
    _, building = timed(lambda: [make_month(200, 500) for _ in range(10)])
    print(f"\n2,000 partners, 1,000,000 lines (made and judged in {building:.0f} s)")
    bare = min(timed(bare_sum)[1] for _ in range(3))
    print(f"  bare sum: {bare * 1000:.0f} ms; figures of all partners:")
    scope = Scope(SEPTEMBER.start, SEPTEMBER.end, date(2026, 10, 3))
    for code in ("otif_lines", "on_time_quantity", "promise_kept", "lead_time_mean", "overdue_quantity_days"):
        _, one = timed(lambda code=code: figures(CATALOGUE[code], scope))
        print(f"    {code}: {one * 1000:.0f} ms, {one / bare:.1f} times the bare sum")
    packing = []

    def timed_pack(*arguments):
        packed, seconds = timed(lambda: pack(*arguments))
        packing.append(seconds)
        return packed

    monkeypatch.setattr(drafting, "pack", timed_pack)
    template = ScorecardTemplate.objects.get(name="Delivery essentials")
    with CaptureQueriesContext(connection) as captured:
        result, seconds = timed(
            lambda: publish(by=system_actor(), template=template, period=SEPTEMBER, today=LATER)
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  publish: {seconds:.0f} s, {len(captured)} statements; keeping the rows {sum(packing):.0f} s of it"
    )
    print(f"  peak {peak:.0f} MB")
    assert result.published == 2_000
