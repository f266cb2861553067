"""SQLite takes what it really can in one statement: Django assumes 999 variables."""

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import OutboxMessage


@pytest.mark.django_db
def test_five_hundred_rows_of_many_fields_are_one_insert(django_assert_num_queries):
    rows = [
        OutboxMessage(to=f"{number}@brandt.example", subject="s", text="t", send_after=timezone.now())
        for number in range(1000)
    ]
    with django_assert_num_queries(2):
        OutboxMessage.objects.bulk_create(rows, batch_size=500)
    assert OutboxMessage.objects.count() == 1000


@pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite's own limit")
@pytest.mark.django_db
def test_no_statement_grows_without_end():
    fields = OutboxMessage._meta.concrete_fields
    assert 500 <= connection.ops.bulk_batch_size(fields, range(10**6)) <= 1000
