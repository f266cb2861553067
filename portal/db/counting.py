"""The cache as a table in which several processes count together."""

import base64
import pickle
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class CountingCache(DatabaseCache):
    """Where Django's own lets two who count at once count one, and forgets when the span ends."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Nobody counts in between, and the span ends when it would have. ValueError: nothing to count on."""
        database = router.db_for_write(self.cache_model_class)
        connection = connections[database]
        column, value, table = map(connection.ops.quote_name, ("cache_key", "value", self._table))
        name = self.make_and_validate_key(key, version=version)
        with transaction.atomic(using=database), connection.cursor() as cursor:
            # SQLite has one writer at a time from the start of a transaction on.
            lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
            cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = %s{lock}", [name])
            counted: Any = self.get(key, version=version)
            if counted is None:
                raise ValueError(f"Nothing is counted under {key!r}.")
            kept = base64.b64encode(pickle.dumps(counted + delta, self.pickle_protocol)).decode("latin1")
            cursor.execute(f"UPDATE {table} SET {value} = %s WHERE {column} = %s", [kept, name])
        return int(counted + delta)
