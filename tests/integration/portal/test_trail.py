"""The audit trail: append-only in the database itself, sealed into a chain that shows every change."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.actions import audit
from portal.actions.sealing import find_break, seal_trail
from portal.actors import system_actor
from portal.db import guarding
from portal.db.trail import TRAIL
from portal.guards import check_guards
from portal.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(db):
    """Five events in an otherwise empty trail: setting up the database leaves some of its own."""
    guarding.remove(connection, TRAIL)
    AuditEvent.objects.all().delete()
    guarding.install(connection, TRAIL)
    return [
        audit.record(by=system_actor(), verb=f"test.{n}", scope="x" * 16, data={"n": n, "word": "é"})
        for n in range(5)
    ]


def refused(act):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


def test_a_row_can_be_neither_changed_nor_removed(events):
    row = AuditEvent.objects.filter(pk=events[2].pk)
    refused(lambda: row.update(verb="something.else"))
    refused(lambda: row.update(actor_label="somebody else", seal="x", place=7))
    refused(lambda: row.delete())
    assert row.get().verb == "test.2"


def test_a_sealed_row_cannot_be_sealed_again_or_opened(events):
    seal_trail()
    row = AuditEvent.objects.filter(pk=events[2].pk)
    refused(lambda: row.update(seal="f" * 64))
    refused(lambda: row.update(seal="", place=None))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a way round triggers that only SQLite has")
def test_a_row_cannot_be_replaced(events):
    def replace():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO portal_auditevent SELECT id, at, actor_id, 'Mallory', channel, verb,"
                " object_type, object_id, scope, data, seal, place FROM portal_auditevent WHERE id = %s",
                [events[0].pk],
            )

    refused(replace)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_truncated(events):
    def truncate():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE portal_auditevent")

    refused(truncate)


def test_sealing_makes_a_chain_that_holds(events):
    assert seal_trail() == 5
    assert find_break() is None
    assert list(AuditEvent.objects.chain().values_list("place", flat=True)) == [1, 2, 3, 4, 5]
    audit.record(by=system_actor(), verb="test.later")
    assert seal_trail() == 1
    assert seal_trail() == 0
    assert find_break() is None


def test_a_late_small_id_is_sealed_after_greater_ones(events):
    late = events[0].pk
    # As if committed late: the others are sealed without it
    first = AuditEvent.objects.exclude(pk=late).unsealed().first()
    guarding.remove(connection, TRAIL)
    AuditEvent.objects.filter(pk=late).delete()
    guarding.install(connection, TRAIL)
    seal_trail()
    events[0].save(force_insert=True)
    seal_trail()
    assert first.pk > late
    assert AuditEvent.objects.chain().last().pk == late
    assert find_break() is None


@pytest.mark.parametrize("harm", ["name", "data", "remove"])
def test_a_change_behind_the_triggers_breaks_the_chain_and_is_named(events, harm, capsys):
    seal_trail()
    guarding.remove(connection, TRAIL)
    row = AuditEvent.objects.filter(pk=events[2].pk)
    if harm == "name":
        row.update(actor_label="Mallory")
    elif harm == "remove":
        row.delete()
    else:
        row.update(data={"n": 9})
    guarding.install(connection, TRAIL)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit", "--json")
    assert stopped.value.code == 1
    report = json.loads(capsys.readouterr().out)
    assert report["broken_at"] == 3
    assert report["row"] == events[3 if harm == "remove" else 2].pk


def test_verify_audit_is_content_with_an_honest_trail(events, capsys):
    seal_trail()
    call_command("verify_audit")
    assert "5 events sealed, 0 wait" in capsys.readouterr().out


def test_missing_triggers_are_found_at_start_up_and_by_verify_audit(events):
    assert check_guards(databases=["default"]) == []
    guarding.remove(connection, TRAIL)
    assert [found.id for found in check_guards(databases=["default"])] == ["portal.C001"]
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    guarding.install(connection, TRAIL)
    assert check_guards(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_flushing_a_test_database_empties_the_trail_and_leaves_the_triggers():
    audit.record(by=system_actor(), verb="test.flushed")
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert not AuditEvent.objects.exists()
    assert guarding.missing(connection, TRAIL) == []
