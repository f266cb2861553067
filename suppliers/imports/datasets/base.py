"""What a dataset is, and the columns that several of them have."""

from dataclasses import dataclass

from suppliers.imports.columns import Column, TextColumn
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import Record


@dataclass(frozen=True, slots=True)
class Dataset:
    """Columns in the documented order, and the record that a row becomes."""

    name: str
    title: str
    columns: tuple[Column, ...]
    record: type[Record]

    def column(self, identifier: str) -> Column | None:
        return next((column for column in self.columns if column.identifier == identifier), None)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.identifier for column in self.columns if column.required)


PARTNER_CODE = TextColumn(
    identifier="partner_code", required=True, key=True, example="BRANDT", help=_("Our code of the partner.")
)
ORDER_NUMBER = TextColumn(
    identifier="order_number", required=True, key=True, example="4500130", help=_("Number of the order.")
)
LINE_NUMBER = TextColumn(
    identifier="line_number",
    required=True,
    key=True,
    example="10",
    help=_("Number of the line in its order."),
)
