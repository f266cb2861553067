"""Each closed quarter of a standard is published once, and stays as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.checks import Critical
from django.db import DatabaseError, connection, transaction

from cms.actions.snapshots import take
from cms.facts.results import results
from cms.models import StandardPage, StandardSnapshot
from cms.models.published import PUBLISHED, TABLE
from portal.actors import system_actor
from portal.db import guarding
from portal.guards import check_guards
from portal.models import AuditEvent
from tests.integration.cms.promising import invoices, standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(brandt):
    """On the site since May; two quarters with invoices."""
    page = standard()
    StandardPage.objects.update(first_published_at=datetime(2026, 5, 10, tzinfo=UTC))
    invoices(brandt, 9, 1, first=date(2026, 6, 1))
    invoices(brandt, 10, 0)
    return StandardPage.objects.get(pk=page.pk)


def run(day, hour=9):
    return take(by=system_actor(), at=datetime.combine(day, datetime.min.time(), UTC).replace(hour=hour))


def test_nothing_before_the_closing_day(paying):
    assert run(date(2026, 7, 2)) == 0
    assert run(date(2026, 7, 3)) == 1
    row = StandardSnapshot.objects.get()
    assert (row.period, row.starts_on, row.ends_on) == ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30))
    assert (row.as_of, row.value, row.n, row.met) == (date(2026, 7, 3), Decimal("0.9"), 10, False)
    assert (row.target, row.promise, row.engine_version) == (95, paying.promise, 1)
    assert row.rule["kpi"] == "paid_within_terms"


def test_missed_runs_are_caught_up_and_each_is_taken_once(paying):
    assert [run(date(2026, 11, 1)), run(date(2026, 11, 1), 10), run(date(2026, 11, 2))] == [2, 0, 0]
    assert list(StandardSnapshot.objects.order_by("period").values_list("period", "as_of", "met")) == [
        ("2026-Q2", date(2026, 7, 3), False),
        ("2026-Q3", date(2026, 10, 3), True),
    ]
    assert AuditEvent.objects.filter(verb="standard.snapshot").count() == 2


def test_what_is_published_stays(paying, kestrel):
    run(date(2026, 10, 3))
    before = list(StandardSnapshot.objects.values())
    invoices(kestrel, 0, 10)
    StandardPage.objects.update(target=50, promise="Hardly ever.")
    assert run(date(2026, 10, 4)) == 0
    assert list(StandardSnapshot.objects.values()) == before
    paying.refresh_from_db()
    assert results([paying], date(2026, 10, 4))[paying.pk].value == Decimal("0.5")


@pytest.mark.parametrize("change", ["value", "delete", "save"])
def test_no_code_changes_one(paying, change):
    run(date(2026, 7, 3))
    row = StandardSnapshot.objects.get()
    with pytest.raises(TypeError):
        if change == "value":
            StandardSnapshot.objects.update(value="1")
        elif change == "delete":
            row.delete()
        else:
            row.save()


def refused(work):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        work()


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


OTHERWISE = {
    "public_id": "another", "standard": 1, "period": "2020-Q1", "starts_on": date(2020, 1, 1),
    "ends_on": date(2020, 1, 1), "as_of": date(2020, 1, 1), "taken_at": datetime(2020, 1, 1, tzinfo=UTC),
    "promise": "Hardly ever.", "rule": {"kpi": "answer_hours"}, "engine_version": 7, "target": 50,
    "value": Decimal(1), "n": 1_000, "excused": 7, "met": True, "id": 1_000,
}  # fmt: skip


@pytest.mark.parametrize("field", [one.name for one in StandardSnapshot._meta.local_concrete_fields])
def test_the_database_changes_nothing_of_one(paying, field):
    run(date(2026, 7, 3))
    past_the_model = StandardSnapshot._base_manager.all()
    refused(lambda: past_the_model.update(**{field: OTHERWISE[field]}))


def test_the_database_lets_none_go(paying):
    run(date(2026, 7, 3))
    refused(lambda: sql(f"DELETE FROM {TABLE}"))
    assert StandardSnapshot.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite replaces a row without a word")
@pytest.mark.parametrize("twin", ["id", "public_id", "standard_id, period"])
def test_none_is_replaced(paying, twin):
    """By its number, its public name, or its standard and quarter."""
    run(date(2026, 7, 3))
    kept = list(StandardSnapshot.objects.values())
    columns = {field.column: field.column for field in StandardSnapshot._meta.local_concrete_fields}
    columns |= {"id": "id + 9", "public_id": "'another'", "period": "'2020-Q1'", "value": "1"}
    columns |= {name: name for name in twin.split(", ")}
    names, values = ", ".join(columns), ", ".join(columns.values())
    refused(lambda: sql(f"INSERT OR REPLACE INTO {TABLE} ({names}) SELECT {values} FROM {TABLE}"))
    assert list(StandardSnapshot.objects.values()) == kept


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows TRUNCATE")
def test_none_is_truncated(db):
    refused(lambda: sql(f"TRUNCATE {TABLE}"))


def test_a_missing_guard_is_noticed_at_the_start(paying):
    assert check_guards(databases=["default"]) == []
    guarding.remove(connection, PUBLISHED)
    found = check_guards(databases=["default"])
    assert [type(one) for one in found] == [Critical]
    assert f"{TABLE}_" in found[0].msg
    guarding.install(connection, PUBLISHED)
    assert check_guards(databases=["default"]) == []


def test_the_trend_shows_what_was_published(paying, kestrel):
    run(date(2026, 7, 3))
    invoices(kestrel, 0, 10, first=date(2026, 6, 1))
    trend = results([paying], date(2026, 10, 20))[paying.pk].trend
    assert [one.value for one in trend][-2:] == [Decimal("0.9"), Decimal(1)]


def test_another_rule_is_counted_anew(paying):
    run(date(2026, 7, 3))
    paying.kpi = "paid_within_30"
    trend = results([paying], date(2026, 10, 20))[paying.pk].trend
    assert trend[-2].value == Decimal("0.9")
    assert trend[-2].numerator is not None, "counted, not what was published of another KPI"


def test_no_figure_is_published_as_none(brandt):
    page = standard()
    StandardPage.objects.update(first_published_at=datetime(2026, 8, 1, tzinfo=UTC))
    invoices(brandt, 2, 0)
    run(date(2026, 10, 3))
    row = StandardSnapshot.objects.get(standard=page)
    assert (row.value, row.met, row.n) == (None, None, 2)


def test_drafts_and_standards_of_yesterday_have_none(brandt):
    page = standard()
    page.unpublish()
    assert run(date(2027, 5, 1)) == 0
