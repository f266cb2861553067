from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import operations

ROWS_PER_STATEMENT = 1_000  # beyond it a statement grows and nothing gets faster


class DatabaseOperations(operations.DatabaseOperations):
    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """Rows of one INSERT or UPDATE: what the variables allow, at most ROWS_PER_STATEMENT."""
        return min(super().bulk_batch_size(fields, objs), ROWS_PER_STATEMENT)
