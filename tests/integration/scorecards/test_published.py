"""The database itself keeps what was published, on either engine, whatever goes round the models."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from portal.db import guarding
from scorecards.models import Evidence, KpiResult, ReviewPack, Scorecard
from scorecards.models.published import PUBLISHED
from tests.integration.scorecards.test_publish import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(template, brandt, deliver):
    deliver(brandt)
    run(template)
    ReviewPack.objects.create(
        partner=brandt,
        period="2026-09",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 30),
        as_of=date(2026, 10, 3),
        document={},
        digest="0" * 64,
        schema_version=1,
        made_at=datetime(2026, 10, 4, tzinfo=UTC),
        made_by="Alice",
    )
    return Scorecard.objects.get()


def refused(work):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        work()


@pytest.mark.parametrize("field", [one.name for one in Scorecard._meta.local_concrete_fields])
def test_of_a_card_only_its_mark_moves(card, field):
    others = {"gates": [["ISO 9001", "missing", "All"]], "score": 99, "our_score": 98}
    days = {"starts_on", "ends_on", "as_of"}
    numbers = {"revision", "coverage", "our_coverage", "engine_version"}
    value = others.get(field, 7 if field in numbers else "other")
    if field in days:
        value = date(2020, 1, 1)
    elif field == "published_at":
        value = datetime(2020, 1, 1, tzinfo=UTC)
    elif field == "is_latest":
        assert Scorecard._base_manager.update(is_latest=False) == 1
        return
    elif field in ("id", "partner", "template", "version"):
        value = getattr(card, f"{field}_id", card.pk) + 1_000
        field = field if field == "id" else f"{field}_id"
    refused(lambda: Scorecard._base_manager.update(**{field: value}))


@pytest.mark.parametrize("model", [Scorecard, KpiResult, Evidence, ReviewPack])
def test_nothing_of_it_goes(card, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"DELETE FROM {table}"))
    assert model._base_manager.exists()


@pytest.mark.parametrize(("model", "field"), [(KpiResult, "n"), (Evidence, "row_count")])
def test_figures_and_rows_stay(card, model, field):
    refused(lambda: model._base_manager.update(**{field: 1_000}))


def test_every_trigger_stands(card):
    assert guarding.missing(connection, PUBLISHED) == []
