"""System checks: what was misconfigured in the field, found before it hurts."""

import ctypes
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# What settings.py asks of SQLite, as the connection reads it back: a file system without shared memory, for
# one, refuses WAL without an error.
SQLITE_PRAGMAS = {
    "journal_mode": ("wal", "memory"),  # memory: the database of a test
    "synchronous": (2,),  # FULL
    "foreign_keys": (1,),
    "busy_timeout": (20_000,),  # milliseconds
}


@register(Tags.database)
def check_databases(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            found += check_pragmas(connections[alias]) + check_version(
                connections[alias].Database.sqlite_version_info
            )
    return found


def check_live_database() -> list[CheckMessage]:
    """Every database check, on the connection as it runs: Django does not run them at start-up."""
    return run_checks(tags=[Tags.database], databases=["default"])


def check_pragmas(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Reads back from the live connection what was asked of it."""
    standing: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {name}")
            standing[name] = cursor.fetchone()[0]
    found: list[CheckMessage] = [
        Error(
            f"SQLite runs with {name} = {standing[name]}, not {wanted[0]}.",
            hint="Keep DATA_DIR on a local disk, or use PostgreSQL: docs/operating.md.",
            id="portal.E001",
        )
        for name, wanted in SQLITE_PRAGMAS.items()
        if standing[name] not in wanted
    ]
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        hint = (
            "Set transaction_mode to IMMEDIATE: otherwise writers that meet fail with 'database is locked'."
        )
        found.append(Error("SQLite transactions do not start IMMEDIATE.", hint=hint, id="portal.E002"))
    return found


def check_version(version: tuple[int, int, int]) -> list[CheckMessage]:
    """The WAL-reset bug: in rare cases two connections that write and checkpoint at once damage the file."""
    if not (3, 7, 0) <= version <= (3, 51, 2) or version in ((3, 44, 6), (3, 50, 7)):
        return []
    text = "SQLite {}.{}.{} has a rare bug that can damage a busy database (fixed in 3.51.3).".format(
        *version
    )
    hint = "Back up daily, and use PostgreSQL where many people write: docs/operating.md."
    return [Warning(text, hint=hint, id="portal.W001")]


@register()
def check_pango(**kwargs: Any) -> list[CheckMessage]:
    """PDFs need Pango; without it a page to print takes their place."""
    try:
        ctypes.CDLL("libpangoft2-1.0.so.0")
    except OSError:
        hint = "sudo apt-get install -y libpangoft2-1.0-0"
        return [Warning("There are no PDFs: Pango is missing.", hint=hint, id="portal.W002")]
    return []


@register()
def check_rates(**kwargs: Any) -> list[CheckMessage]:
    """How often the API may be asked: `600/min`."""
    return [
        Error(
            f"{name} is “{getattr(settings, name)}”, not a rate.",
            hint="Write a number, a slash and s, min, hour or day: 600/min. See docs/settings.md.",
            id="portal.E003",
        )
        for name in ("API_TOKEN_RATE", "API_FAILED_RATE")
        if not re.fullmatch(r"[1-9][0-9]{0,8}/(s|min|hour|day)", getattr(settings, name))
    ]
