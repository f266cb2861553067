"""Decimals that come back as they were stored, on every database."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models


class ExactDecimalField(models.CharField):
    """A Decimal kept as text, for figures that are shown, not summed: SQLite would keep fifteen digits."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Decimal | int | None
        _pyi_private_get_type: Decimal | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else f"{Decimal(value):f}"
