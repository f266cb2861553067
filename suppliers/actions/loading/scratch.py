"""What a loading must remember of a whole file, on disk: memory stays the same for ten rows and a million."""

import pickle
import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

_TABLES = """
CREATE TABLE seen (key INTEGER PRIMARY KEY, row INTEGER, content INTEGER);
CREATE TABLE kept (key INTEGER PRIMARY KEY, value BLOB);
CREATE TABLE spool (rank INTEGER, row INTEGER, cells BLOB);
"""


class Scratch:
    """A nameless database of its own that is gone with the process, however that ends.

    Keys are kept as 64 bits of a hash that is good for this process only.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;" + _TABLES + "BEGIN;"
        )

    def close(self) -> None:
        self._database.close()

    def first(self, key: Hashable, row: int, content: Hashable = None) -> tuple[int, bool]:
        """The first row that came with this key, and whether it had this content; this row when it is new."""
        number, digest = hash(key), hash(content)
        found = self._database.execute("SELECT row, content FROM seen WHERE key = ?", (number,)).fetchone()
        if found is None:
            self._database.execute("INSERT INTO seen VALUES (?, ?, ?)", (number, row, digest))
            return row, True
        return found[0], found[1] == digest

    def keep(self, key: Hashable, value: Any) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO kept VALUES (?, ?)", (hash(key), pickle.dumps(value, protocol=5))
        )

    def find(self, key: Hashable) -> Any:
        """What was kept under this key, or None."""
        found = self._database.execute("SELECT value FROM kept WHERE key = ?", (hash(key),)).fetchone()
        return None if found is None else pickle.loads(found[0])  # our own bytes, of this process

    def spool(self, rows: Iterable[tuple[int, int, Any]]) -> None:
        """Lays aside (rank, row, cells)."""
        self._database.executemany(
            "INSERT INTO spool VALUES (?, ?, ?)",
            ((rank, row, pickle.dumps(cells, protocol=5)) for rank, row, cells in rows),
        )

    def spooled(self) -> Iterator[tuple[int, Any]]:
        """(row, cells) by rank, then by row."""
        for row, cells in self._database.execute("SELECT row, cells FROM spool ORDER BY rank, row"):
            yield row, pickle.loads(cells)
