"""Profiles: small TOML or JSON documents that say how a foreign file's columns become ours."""

import codecs
import json
import tomllib
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from suppliers.imports.datasets import DATASETS
from suppliers.imports.dates import check_format
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.numbers import DecimalStyle
from suppliers.imports.text import DELIMITERS

LONGEST_DOCUMENT = 200_000


class ProfileRefused(Exception):
    """The document is no profile: every reason, each with the place in the document."""

    def __init__(self, reasons: list[Message]) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = reasons


def _known_encoding(name: str) -> str:
    try:
        info = codecs.lookup(name)
    except LookupError as error:
        raise ValueError(f"no encoding is called “{name}”; try utf-8, cp1252 or iso-8859-15") from error
    if not getattr(info, "_is_text_encoding", True):
        raise ValueError(f"“{name}” is no encoding of text")
    return name


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called “{name}”; write one such as Europe/Oslo") from error
    return name


DateFormat = Annotated[str, AfterValidator(check_format)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ColumnSpec(_Part):
    """Where one of our columns comes from, and how its cells are spelled."""

    column: str | None = None
    constant: str | None = None
    dates: list[DateFormat] = []
    empty: list[str] = []
    decimal: Literal["point", "comma"] | None = None
    values: dict[str, str] = {}
    add: list[str] = []
    subtract: list[str] = []
    multiply: list[str] = []
    discount: list[str] = []
    discount_only: bool = False
    round: Annotated[int, Field(ge=0, le=6)] | None = None
    join: list[str] = []
    prefix: str = ""

    @model_validator(mode="after")
    def one_origin(self) -> "ColumnSpec":
        if (self.column is None) == (self.constant is None):
            raise ValueError("name either a column of the file or a constant")
        if self.discount_only and (not self.discount or self.add or self.subtract):
            raise ValueError("discount_only: name a column to discount, and none to add or subtract")
        return self

    @property
    def others(self) -> list[str]:
        """The further columns of the file that it uses."""
        return [*self.add, *self.subtract, *self.multiply, *self.discount, *self.join]


class LookupSpec(_Part):
    """A further file with one row for each key; its columns are called as it is: `Orders.OrderDate`.

    `column` holds the key in the table, or in a file that is looked up before; by default it has the same
    name as there.
    """

    file: Annotated[str, Field(pattern=r"^[^/\\\\]+\.(csv|txt|xlsx)$", max_length=200)]
    key: str
    column: str | None = None


class RowFilter(_Part):
    """Rows count whose cell is in `keep`, or not in `drop`; for all datasets, or for those named."""

    column: str
    keep: list[str] = []
    drop: list[str] = []
    datasets: list[str] = []

    @model_validator(mode="after")
    def one_side(self) -> "RowFilter":
        if bool(self.keep) == bool(self.drop):
            raise ValueError("say either what to keep or what to drop")
        return self


class Profile(_Part):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
    title: str = ""
    file: str = ""
    encoding: Annotated[str, AfterValidator(_known_encoding)] = "utf-8"
    delimiter: str = ""
    header_row: Annotated[int, Field(ge=1, le=100)] = 1
    decimal: Literal["point", "comma"] | None = None
    dates: list[DateFormat] = []
    empty: list[str] = []
    time_zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    unknown_columns: Literal["refuse", "ignore"] = "refuse"
    create_partners: bool = False
    partner_kind: Literal["supplier", "distributor", "dealer", "agent"] = "supplier"
    filters: list[RowFilter] = []
    lookups: list[LookupSpec] = []
    columns: dict[str, dict[str, ColumnSpec | str]]
    more: dict[str, dict[str, dict[str, ColumnSpec | str]]] = {}

    @model_validator(mode="after")
    def known_names(self) -> "Profile":
        if self.delimiter and self.delimiter not in DELIMITERS:
            raise ValueError("delimiter: a comma, a semicolon, a tab or an upright bar")
        if not self.columns:
            raise ValueError("columns: name at least one dataset, such as [columns.orders]")
        if self.lookups and not self.file:
            raise ValueError('lookups: name the table that looks things up, such as file = "Lines.csv"')
        names = [self.file.casefold(), *(lookup.file.casefold() for lookup in self.lookups)]
        if len(set(names)) != len(names):
            raise ValueError("lookups: every file is named once")
        for name, columns in self.columns.items():
            _check_columns(name, set(columns))
        if unknown := set(self.more) - set(self.columns):
            raise ValueError(f"more: this profile feeds no dataset {', '.join(sorted(unknown))}")
        for name in self.mappings:
            _check_columns(name.partition(".")[0], set(self.specs(name)))
        for row_filter in self.filters:
            if unknown := set(row_filter.datasets) - {*self.columns, *self.mappings}:
                raise ValueError(f"filters: this profile feeds no dataset {', '.join(sorted(unknown))}")
        return self

    @property
    def datasets(self) -> tuple[str, ...]:
        """What the file feeds, in the order of loading."""
        return tuple(name for name in DATASETS if name in self.columns)

    @property
    def mappings(self) -> tuple[str, ...]:
        """The further records that a row holds of a dataset: “ledger.discount”."""
        return tuple(f"{name}.{which}" for name in self.datasets for which in self.more.get(name, ()))

    def specs(self, name: str) -> dict[str, ColumnSpec]:
        """Of a dataset, or of a further mapping: that says what differs, an empty text feeds nothing."""
        dataset, _, which = name.partition(".")
        columns = {**self.columns[dataset], **(self.more[dataset][which] if which else {})}
        return {
            name: ColumnSpec(column=spec) if isinstance(spec, str) else spec
            for name, spec in columns.items()
            if spec
        }

    def columns_used(self) -> set[str]:
        """The names of all columns of the files that it uses, in small letters."""
        names = {item.column for item in self.filters}
        names |= {item.column or item.key for item in self.lookups}
        for dataset in (*self.columns, *self.mappings):
            for spec in self.specs(dataset).values():
                names |= {*spec.others, *([spec.column] if spec.column else [])}
        return {name.casefold() for name in names}

    def style_of(self, spec: ColumnSpec) -> DecimalStyle:
        return DecimalStyle(spec.decimal or self.decimal or "")


def _check_columns(dataset: str, columns: set[str]) -> None:
    if dataset not in DATASETS:
        raise ValueError(f"columns: no dataset is called “{dataset}”; there are {', '.join(DATASETS)}")
    known = [column.identifier for column in DATASETS[dataset].columns]
    if unknown := columns - set(known):
        raise ValueError(
            f"columns.{dataset}: unknown {', '.join(sorted(unknown))}; there are {', '.join(known)}"
        )
    # A promise without a moment takes the day of the order, else the promised one.
    missing = [name for name in DATASETS[dataset].required if name not in columns and name != "made_at"]
    if missing:
        raise ValueError(f"columns.{dataset}: nothing feeds {', '.join(missing)}")


def parse_profile(document: bytes) -> Profile:
    """A profile from TOML or JSON. Errors: ProfileRefused with every reason."""
    if len(document) > LONGEST_DOCUMENT:
        raise ProfileRefused([say(gettext_noop("The profile is longer than 200 kB."))])
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileRefused([say(gettext_noop("The profile is not in UTF-8."))]) from error
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProfileRefused(
            [say(gettext_noop("The profile is neither TOML nor JSON: %(error)s"), error=error)]
        ) from error
    return profile_of(data)


def profile_of(data: object) -> Profile:
    """A profile from a document that is already read. Errors: ProfileRefused with every reason."""
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        raise ProfileRefused([_reason(dict(item)) for item in error.errors(include_url=False)]) from error


def _reason(item: dict[str, object]) -> Message:
    location = item["loc"]
    places = [str(place) for place in location] if isinstance(location, tuple) else []
    place = ".".join(place for place in places if place not in ("str", "ColumnSpec")) or "profile"
    return say(
        gettext_noop("%(place)s: %(problem)s"),
        place=place,
        problem=str(item["msg"]).removeprefix("Value error, "),
    )
