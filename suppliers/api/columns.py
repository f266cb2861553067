"""The columns of a dataset as JSON Schema: what is sent, and what is answered."""

from typing import Any

from suppliers.enums import LineState
from suppliers.imports.columns import (
    BooleanColumn,
    ChoiceColumn,
    Column,
    CountryColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    EmailColumn,
    IntegerColumn,
    MomentColumn,
    MonthColumn,
    ShareColumn,
    WebsiteColumn,
)
from suppliers.imports.datasets import DATASETS, Dataset

Schema = dict[str, Any]

NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,9})?$"
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
PUBLIC_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]{16}$", "example": "k3m9x2b7q4w8t5ze"}
ROWS_AT_ONCE = 1_000

# What an order line also says: derived, so it is read and never written.
LINE_EXTRAS: dict[str, Schema] = {
    "state": {"type": "string", "enum": [state.key for state in LineState]},
    "due_on": {"type": "string", "format": "date"},
    "received": {"type": "string", "pattern": NUMBER},
    "open_quantity": {"type": "string", "pattern": NUMBER},
    "version": {"type": "integer"},
}


def component(dataset: str, part: str) -> str:
    """The name of a dataset's schema: ShipNoticesRow."""
    return dataset.title().replace("_", "") + part


def ref(dataset: str, part: str) -> Schema:
    return {"$ref": f"#/components/schemas/{component(dataset, part)}"}


def components() -> dict[str, Schema]:
    """Of every dataset: a row that is read, created, changed, and many of them."""
    found: dict[str, Schema] = {}
    for dataset in DATASETS.values():
        found[component(dataset.name, "Row")] = _read(dataset)
        found[component(dataset.name, "Create")] = _created(dataset)
        found[component(dataset.name, "Change")] = _changed(dataset)
        found[component(dataset.name, "Bulk")] = _bulk(dataset.name)
    return found


def _read(dataset: Dataset) -> Schema:
    properties = {"public_id": {**PUBLIC_ID, "readOnly": True}}
    properties |= {column.identifier: _shown(dataset, column) for column in dataset.columns}
    if dataset.name == "orders":
        properties |= {name: {**schema, "readOnly": True} for name, schema in LINE_EXTRAS.items()}
    return {"type": "object", "properties": properties, "required": ["public_id"]}


def _created(dataset: Dataset) -> Schema:
    return {
        "type": "object",
        "properties": {column.identifier: _sent(dataset, column) for column in dataset.columns},
        "required": list(dataset.required),
        "additionalProperties": False,
        "example": {column.identifier: column.example for column in dataset.columns if column.example},
    }


def _changed(dataset: Dataset) -> Schema:
    columns = {column.identifier: _optional(_bare(dataset, column)) for column in dataset.columns}
    return {
        "type": "object",
        "properties": {name: schema | _described(dataset, name) for name, schema in columns.items()},
        "additionalProperties": False,
    }


def _bulk(dataset: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            "rows": {
                "type": "array",
                "minItems": 1,
                "maxItems": ROWS_AT_ONCE,
                "items": {"type": "object", "description": f"As {component(dataset, 'Create')}."},
            },
            "all_or_nothing": {"type": "boolean", "default": False},
            "create_partners": {"type": "boolean", "default": False},
        },
        "required": ["rows"],
        "additionalProperties": False,
    }


def _shown(dataset: Dataset, column: Column) -> Schema:
    """As it is answered: always one spelling; null when it is empty, or when the reader may not see it."""
    schema: Schema = {"type": "string"}
    if isinstance(column, (DecimalColumn, ShareColumn)):
        schema["pattern"] = NUMBER
    elif isinstance(column, IntegerColumn):
        schema["type"] = "integer"
    elif isinstance(column, BooleanColumn):
        schema["type"] = "boolean"
    elif isinstance(column, DateColumn):
        schema["format"] = "date"
    elif isinstance(column, MomentColumn):
        schema["format"] = "date-time"
    return schema | {"nullable": True} | _described(dataset, column.identifier)


def _sent(dataset: Dataset, column: Column) -> Schema:
    bare = _bare(dataset, column)
    return (bare if column.required else _optional(bare)) | _described(dataset, column.identifier)


def _optional(schema: Schema) -> Schema:
    """Null and an empty text say nothing about the column."""
    empty = {"type": "string", "maxLength": 0, "nullable": True}
    return {"anyOf": [*schema["anyOf"], empty] if "anyOf" in schema else [schema, empty]}


def _described(dataset: Dataset, name: str) -> Schema:
    column = dataset.column(name)
    return {"description": column.help} if column is not None and column.help else {}


def _bare(dataset: Dataset, column: Column) -> Schema:
    bounds = _bounds(dataset, column.identifier)
    if isinstance(column, BooleanColumn):
        return {"type": "boolean"}
    if isinstance(column, IntegerColumn):
        return {"anyOf": [{"type": "integer", **bounds}, {"type": "string", "pattern": "^[0-9]{1,9}$"}]}
    if isinstance(column, (DecimalColumn, ShareColumn)):
        return {"anyOf": [{"type": "number", **bounds}, {"type": "string", "pattern": NUMBER}]}
    text: Schema = {"type": "string", "minLength": 1, **bounds}
    if isinstance(column, ChoiceColumn):
        return {"type": "string", "enum": list(column.choices)}
    if isinstance(column, DateColumn):
        return {"type": "string", "format": "date"}
    if isinstance(column, MomentColumn):
        return {"type": "string", "format": "date-time"}
    if isinstance(column, MonthColumn):
        return {"type": "string", "pattern": MONTH}
    if isinstance(column, CurrencyColumn):
        return {"type": "string", "pattern": "^[A-Za-z]{3}$"}
    if isinstance(column, CountryColumn):
        return {"type": "string", "pattern": "^[A-Za-z]{2}$"}
    if isinstance(column, EmailColumn):
        return {"type": "string", "format": "email", "maxLength": bounds.get("maxLength", 254)}
    if isinstance(column, WebsiteColumn):
        return {**text, "format": "uri", "pattern": "^https?://"}
    return {"anyOf": [text, {"type": "integer"}]}


def _bounds(dataset: Dataset, name: str) -> Schema:
    """Lengths and ranges, as the record has them."""
    field = dataset.record.model_fields[name]
    found: Schema = {}
    for rule in _rules(field):
        for ours, theirs in (("max_length", "maxLength"), ("ge", "minimum"), ("le", "maximum")):
            value = getattr(rule, ours, None)
            if value is not None:
                found[theirs] = int(value)
        if getattr(rule, "gt", None) is not None:
            found |= {"minimum": int(rule.gt), "exclusiveMinimum": True}
    return found


def _rules(field: Any) -> list[Any]:
    """What the annotations of a field say, also inside an `| None`."""
    inner = [
        rule
        for option in getattr(field.annotation, "__args__", ())
        for rule in getattr(option, "__metadata__", ())
    ]
    rules = [*field.metadata, *inner]
    return [one for rule in rules for one in (getattr(rule, "metadata", None) or [rule])]
