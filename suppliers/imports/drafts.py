"""A mapping on its way to a profile: what somebody has said so far, and what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from suppliers.imports.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    DecimalColumn,
    IntegerColumn,
    MomentColumn,
    ShareColumn,
)
from suppliers.imports.datasets import DATASETS
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.profiles import ColumnSpec, Profile
from suppliers.imports.suggest.guess import Suggestion
from suppliers.imports.suggest.kinds import Days, Kind
from suppliers.imports.suggest.sample import Sample

# The keys of an order line are the same in every dataset of a file: they are pointed at once.
SHARED = ("partner_code", "order_number", "line_number")
# A promise without a moment takes the day of the order, else the promised one.
MAY_LACK = ("made_at",)
BETWEEN = "|"
# What a draft says of a column; the rest of a profile it takes over from the one it was made from.
SAID = {"column", "constant", "dates", "values"}
NUMBERS = (DecimalColumn, IntegerColumn, ShareColumn)
DAYS = (DateColumn, MomentColumn)


def key_of(dataset: str, identifier: str) -> str:
    """One of our columns as the choice of a page: `partner_code`, or `orders.quantity`."""
    return identifier if identifier in SHARED else f"{dataset}.{identifier}"


def spoken(key: str) -> str:
    """`orders.unit_price` -> "unit price"."""
    return key.rpartition(".")[2].replace("_", " ")


@dataclass(frozen=True, slots=True)
class Draft:
    """`targets` and `days` are by the number of the file's column; `words` what its words are in ours.

    `days` holds formats joined by a bar; `constants` are by `dataset.column`.
    """

    feeds: tuple[str, ...]
    targets: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    empty: tuple[str, ...] = ()
    time_zone: str = ""
    create_partners: bool = False
    partner_kind: str = "supplier"

    def fed_by(self, key: str) -> list[int]:
        return [index for index, keys in self.targets.items() if key in keys]

    def columns_of(self, index: int) -> list[tuple[str, Column]]:
        """Our columns that a column of the file feeds, each with its dataset."""
        found = []
        for name, key in ((name, key) for name in self.feeds for key in self.targets.get(index, ())):
            column = DATASETS[name].column(key.rpartition(".")[2])
            if column is not None and key_of(name, column.identifier) == key:
                found.append((name, column))
        return found

    def holds(self, index: int, kinds: tuple[type[Column], ...]) -> bool:
        return any(isinstance(column, kinds) for _, column in self.columns_of(index))


def draft_of(suggestion: Suggestion, time_zone: str = "") -> Draft:
    """What is proposed before anybody has said a word."""
    targets = {
        column.index: tuple(dict.fromkeys(key_of(item.dataset, item.identifier) for item in column.targets))
        for column in suggestion.columns
        if column.targets
    }
    days = {
        column.index: BETWEEN.join(column.days.formats)
        for column in suggestion.columns
        if column.days is not None and column.days.formats
    }
    empty = chain.from_iterable(
        column.days.empty
        for column in suggestion.columns
        if column.days is not None and column.index in targets
    )
    constants = {"promises.event": "confirm"} if "promises" in suggestion.feeds else {}
    return Draft(
        feeds=suggestion.feeds,
        targets=targets,
        days=days,
        constants=constants,
        decimal=suggestion.decimal,
        empty=tuple(dict.fromkeys(empty)),
        time_zone=time_zone,
    )


def with_feeds(draft: Draft, suggestion: Suggestion) -> Draft:
    """The draft for the datasets that `suggestion` is made for: what is said stays, the new is proposed."""
    proposed = draft_of(suggestion)
    kept = replace(draft, feeds=suggestion.feeds)
    targets = {index: tuple(keys) for index, keys in kept.targets.items()}
    said = set(chain.from_iterable(targets.values()))
    for index, keys in proposed.targets.items():
        fresh = tuple(key for key in keys if key not in said)
        if fresh:
            targets[index] = (*targets.get(index, ()), *fresh)
    days = {**proposed.days, **draft.days}
    return replace(kept, targets=targets, days=days, constants={**proposed.constants, **draft.constants})


def draft_from(profile: Profile, sample: Sample) -> Draft:
    """What a profile says of this file; columns that the file lacks are left out."""
    places = {name.casefold(): index for index, name in enumerate(sample.header) if name}
    targets: dict[int, list[str]] = {}
    days: dict[int, str] = {}
    words: dict[int, dict[str, str]] = {}
    constants: dict[str, str] = {}
    for name in profile.datasets:
        for identifier, spec in profile.specs(name).items():
            index = places.get((spec.column or "").casefold())
            if spec.constant is not None:
                constants[f"{name}.{identifier}"] = spec.constant
            elif index is not None:
                _take(key_of(name, identifier), targets.setdefault(index, []))
                if formats := spec.dates or profile.dates:
                    days[index] = BETWEEN.join(formats)
                words.setdefault(index, {}).update(spec.values)
    empty = [*profile.empty, *chain.from_iterable(_empty_words(profile))]
    return Draft(
        feeds=profile.datasets,
        targets={index: tuple(keys) for index, keys in targets.items()},
        days=days,
        words=words,
        constants=constants,
        decimal=profile.decimal or "",
        empty=tuple(dict.fromkeys(empty)),
        time_zone=profile.time_zone or "",
        create_partners=profile.create_partners,
        partner_kind=profile.partner_kind,
    )


def _take(key: str, keys: list[str]) -> None:
    if key not in keys:
        keys.append(key)


def _empty_words(profile: Profile) -> Iterable[list[str]]:
    return (spec.empty for name in profile.datasets for spec in profile.specs(name).values())


def profile_document(
    draft: Draft, sample: Sample, *, name: str, title: str = "", base: Profile | None = None
) -> dict[str, Any]:
    """The profile that the draft amounts to, as a document; not yet checked.

    Of `base`, the profile it was made from, stays what a draft cannot say: filters, sums of columns.
    """
    columns: dict[str, dict[str, Any]] = {name: {} for name in draft.feeds}
    for index, header in enumerate(sample.header):
        for dataset, column in draft.columns_of(index):
            columns[dataset].setdefault(column.identifier, _spec(draft, index, header, column))
    for place, value in draft.constants.items():
        dataset, _, identifier = place.partition(".")
        if value and dataset in columns and identifier not in columns[dataset]:
            columns[dataset][identifier] = {"constant": value}
    document: dict[str, Any] = {"name": name, "title": title, "unknown_columns": "ignore", "columns": columns}
    if not sample.is_workbook:
        document |= {"encoding": sample.encoding.removesuffix("-sig"), "delimiter": sample.delimiter}
    if sample.header_row > 1:
        document["header_row"] = sample.header_row
    if draft.decimal:
        document["decimal"] = draft.decimal
    if draft.empty:
        document["empty"] = list(draft.empty)
    if draft.time_zone:
        document["time_zone"] = draft.time_zone
    if draft.create_partners:
        document |= {"create_partners": True, "partner_kind": draft.partner_kind}
    return document if base is None else _with_rest_of(base, document)


def _with_rest_of(base: Profile, document: dict[str, Any]) -> dict[str, Any]:
    for dataset in base.datasets:
        columns = document["columns"].get(dataset, {})
        for name, spec in base.specs(dataset).items():
            rest = spec.model_dump(exclude=SAID, exclude_defaults=True)
            mine = columns.get(name)
            column = mine.get("column") if isinstance(mine, dict) else mine
            if rest and mine is not None and column == spec.column:
                columns[name] = {**(mine if isinstance(mine, dict) else {"column": mine}), **rest}
    filters = [item.model_dump(exclude_defaults=True) for item in base.filters]
    more = {
        name: columns
        for name, columns in base.model_dump(exclude_defaults=True).get("more", {}).items()
        if name in document["columns"]
    }
    known = {
        *document["columns"],
        *(f"{name}.{which}" for name, columns in more.items() for which in columns),
    }
    kept = [item for item in filters if set(item.get("datasets", ())) <= known]
    return {**document, **({"filters": kept} if kept else {}), **({"more": more} if more else {})}


def _spec(draft: Draft, index: int, header: str, column: Column) -> str | dict[str, Any]:
    spec: dict[str, Any] = {"column": header}
    if isinstance(column, DAYS) and draft.days.get(index):
        spec["dates"] = draft.days[index].split(BETWEEN)
    if isinstance(column, ChoiceColumn):
        values = {theirs: ours for theirs, ours in draft.words.get(index, {}).items() if ours}
        if values:
            spec["values"] = values
    return header if len(spec) == 1 else spec


def half_profile(document: Mapping[str, Any]) -> Profile:
    """A profile of a document that is not whole yet, for a look at its first rows."""
    columns = {
        dataset: {
            name: ColumnSpec(column=spec) if isinstance(spec, str) else ColumnSpec(**spec)
            for name, spec in specs.items()
        }
        for dataset, specs in document["columns"].items()
    }
    return Profile.model_construct(**{**document, "columns": columns})


def missing_of(draft: Draft, suggestion: Suggestion) -> list[Message]:
    """What must still be said, most important first; empty when the draft is a whole profile."""
    found = [] if draft.feeds else [say(gettext_noop("what the file holds"))]
    found += _unfed(draft)
    found += _fed_twice(draft, suggestion.sample)
    for column in suggestion.columns:
        if draft.holds(column.index, DAYS) and _asks_days(column.kind, column.days, draft, column.index):
            found.append(say(gettext_noop("how days are written in “%(column)s”"), column=column.name))
        found += _unknown_words(draft, column.index, suggestion.sample)
    numbers = any(draft.holds(column.index, NUMBERS) for column in suggestion.columns)
    if suggestion.asks_decimal and numbers and not draft.decimal:
        found.append(say(gettext_noop("which sign is the decimal one")))
    return found


def _unfed(draft: Draft) -> Iterable[Message]:
    """Our required columns that nothing feeds, each once."""
    for key in dict.fromkeys(
        key_of(name, identifier)
        for name in draft.feeds
        for identifier in DATASETS[name].required
        if identifier not in MAY_LACK and not draft.constants.get(f"{name}.{identifier}")
    ):
        if not draft.fed_by(key):
            yield say(gettext_noop("which column is “%(ours)s”"), ours=spoken(key))


def _fed_twice(draft: Draft, sample: Sample) -> Iterable[Message]:
    for key in dict.fromkeys(chain.from_iterable(draft.targets.values())):
        names = [sample.header[index] for index in draft.fed_by(key) if index < len(sample.header)]
        if len(names) > 1:
            yield say(
                gettext_noop("which of %(columns)s is “%(ours)s”"),
                columns=", ".join(f"“{name}”" for name in names),
                ours=spoken(key),
            )


def _asks_days(kind: Kind, days: Days | None, draft: Draft, index: int) -> bool:
    """A date cell of a workbook says itself what it is, an empty column nothing."""
    if draft.days.get(index) or kind in (Kind.EMPTY, Kind.MOMENT):
        return False
    return days is None or days.is_ambiguous


def _unknown_words(draft: Draft, index: int, sample: Sample) -> Iterable[Message]:
    for theirs in foreign_words(draft, index, sample):
        if not draft.words.get(index, {}).get(theirs):
            yield say(
                gettext_noop("what “%(word)s” in “%(column)s” means"),
                word=theirs,
                column=sample.header[index],
            )


def foreign_words(draft: Draft, index: int, sample: Sample) -> list[str]:
    """Words of the sample that a column of a few words of ours does not know; twelve at most."""
    choices = [column.choices for _, column in draft.columns_of(index) if isinstance(column, ChoiceColumn)]
    if not choices:
        return []
    known = set(chain.from_iterable(choices))
    empty = {text.casefold() for text in draft.empty}
    words = dict.fromkeys(sample.texts(index))
    return [word for word in words if word.lower() not in known and word.casefold() not in empty][:12]
