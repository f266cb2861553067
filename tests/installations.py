"""Installations of their own for tests that start real processes: a folder, a database, an environment."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def _own_database(folder, like):
    """A database for these tests alone, on the engine that DATABASE_URL names: a copy of `like`."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        path = folder / "db.sqlite3"
        shutil.copy(like, path)
        yield {"DATABASE_URL": f"sqlite:///{path}"}
        return
    name = f"own_{secrets.token_hex(4)}"
    with _made(given, name, like):
        yield {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}


@contextmanager
def kept_copy(connection, folder):
    """What `own_installation` may copy: the database of this connection as it is now."""
    name = connection.settings_dict["NAME"]
    connection.close()  # neither engine copies what somebody holds
    if connection.vendor == "sqlite":
        path = folder / "kept.sqlite3"
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        yield str(path)
    else:
        with _made(os.environ["DATABASE_URL"], f"{name}_kept", name):
            yield f"{name}_kept"


@contextmanager
def _made(given, name, like):
    """A PostgreSQL database of this name while it is needed."""
    import psycopg

    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_installation(folder, like):
    """The environment of an installation that nobody has used, with a copy of this database."""
    with _own_database(folder, like) as database:
        environment = {
            **os.environ,
            **database,
            "DATA_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        manage(environment, "createcachetable")  # the settings of the tests have none
        yield environment


def manage(environment, *words):
    """Runs a command to its end and gives what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
