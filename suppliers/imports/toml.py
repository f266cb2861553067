"""A profile as the TOML document that reads as the same profile again."""

import json
import re
from typing import Any

from suppliers.imports.datasets import DATASETS
from suppliers.imports.profiles import Profile

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = (
    "name", "title", "file", "encoding", "delimiter", "header_row", "decimal", "dates", "empty", "time_zone",
    "unknown_columns", "create_partners", "partner_kind",
)  # fmt: skip


def document_of(profile: Profile) -> dict[str, Any]:
    """What a profile says beside the defaults, as JSON keeps it; a mere column is its name alone."""
    document = profile.model_dump(mode="json", exclude_defaults=True)
    more = (columns for each in document.get("more", {}).values() for columns in each.values())
    for columns in (*document["columns"].values(), *more):
        for identifier, spec in columns.items():
            if isinstance(spec, dict) and set(spec) == {"column"}:
                columns[identifier] = spec["column"]
    return document


def to_toml(profile: Profile) -> str:
    """Text that `parse_profile` reads as this profile; columns stand in the documented order."""
    document = document_of(profile)
    lines = [f"{name} = {_value(document[name])}" for name in _HEAD if name in document]
    for part in ("lookups", "filters"):
        for item in document.get(part, ()):
            lines += ["", f"[[{part}]]", *(f"{name} = {_value(value)}" for name, value in item.items())]
    for name in (*profile.datasets, *profile.mappings):
        dataset, _dot, which = name.partition(".")
        columns = document["more"][dataset][which] if which else document["columns"][dataset]
        lines += ["", f"[more.{dataset}.{_key(which)}]" if which else f"[columns.{dataset}]"]
        lines += [
            f"{column.identifier} = {_value(columns[column.identifier])}"
            for column in DATASETS[dataset].columns
            if column.identifier in columns
        ]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {_value(item)}' for name, item in value.items())} }}"
    return _text(value)


def _text(text: str) -> str:
    """A basic string: JSON escapes the same signs, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)
