import ctypes

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from portal.checks import check_pango, check_pragmas, check_rates, check_version

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite's own settings")


@pytest.mark.parametrize(
    ("version", "ids"),
    [
        ((3, 6, 23), []),
        ((3, 7, 0), ["portal.W001"]),
        ((3, 44, 5), ["portal.W001"]),
        ((3, 44, 6), []),
        ((3, 50, 7), []),
        ((3, 51, 2), ["portal.W001"]),
        ((3, 51, 3), []),
    ],
)
def test_versions_with_the_wal_reset_bug(version, ids):
    assert [message.id for message in check_version(version)] == ids


@pytest.mark.django_db
def test_database_runs_as_it_was_asked_to():
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert [message for message in found if message.id.startswith("portal.E")] == []


@sqlite_only
@pytest.mark.django_db
def test_lost_pragma_and_late_locks_are_found(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"transaction_mode": "DEFERRED"})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")
        try:
            assert [message.id for message in check_pragmas(connection)] == ["portal.E001", "portal.E002"]
        finally:
            cursor.execute("PRAGMA busy_timeout = 20000")


def test_missing_pango_is_said(monkeypatch):
    def refuse(name):
        raise OSError(name)

    assert check_pango() == []
    monkeypatch.setattr(ctypes, "CDLL", refuse)
    assert [message.id for message in check_pango()] == ["portal.W002"]


@pytest.mark.parametrize(
    ("rate", "is_good"),
    [
        ("600/min", True),
        ("1/s", True),
        ("0/min", False),
        ("600", False),
        ("many/min", False),
        ("5/year", False),
    ],
)
def test_a_rate_is_a_number_by_time(settings, rate, is_good):
    settings.API_TOKEN_RATE = rate
    assert (check_rates() == []) is is_good
