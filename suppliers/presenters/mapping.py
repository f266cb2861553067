"""The mapping page: a foreign file's first rows, what each column is to us, and what the rows become."""

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, moment, number
from suppliers.enums import PartnerKind
from suppliers.forms_mapping import WORDS_APART
from suppliers.imports.cells import as_text
from suppliers.imports.columns import BooleanColumn, ChoiceColumn, Column, Value
from suppliers.imports.datasets import DATASETS
from suppliers.imports.dates import read_date
from suppliers.imports.drafts import (
    BETWEEN,
    DAYS,
    NUMBERS,
    SHARED,
    Draft,
    foreign_words,
    key_of,
    missing_of,
    spoken,
)
from suppliers.imports.problems import CellRefused
from suppliers.imports.suggest import ColumnGuess, Sample, Suggestion
from suppliers.imports.suggest.kinds import DAY_FORMATS, Kind
from suppliers.imports.suggest.looking import Looked, LookedCell
from suppliers.presenters.mapping_shapes import (
    BecomesTable,
    Chooser,
    ConstantField,
    DayField,
    FileColumn,
    Group,
    MappingView,
    Option,
    Palette,
    WordField,
)

SHOWN_ROWS = 6
ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "utf-16")
DELIMITERS = ((";", ";"), (",", ","), ("tab", "\t"), ("|", "|"))
# What a file often lacks because it is the same for all of its rows.
OFTEN_CONSTANT = ("currency", "event", "kind", "status", "unit", "base")


def mapping_view(
    suggestion: Suggestion,
    draft: Draft,
    looked: Iterable[Looked],
    offered: Collection[str],
    refusal: str = "",
) -> MappingView:
    """`offered`: the datasets that this person may bring in."""
    sample = suggestion.sample
    width = len(sample.header)
    constants = _constants(draft)
    required = [field for field in constants if field.is_open]
    return MappingView(
        sample=sample,
        draft=draft,
        feeds=[
            Option(name, _(dataset.title), name in draft.feeds)
            for name, dataset in DATASETS.items()
            if name in offered
        ],
        encodings=_encodings(sample),
        delimiters=[
            Option(value, _delimiter_name(sign), sign == sample.delimiter) for value, sign in DELIMITERS
        ],
        columns=[_column(column, draft) for column in suggestion.columns],
        rows=[
            (row, [as_text(cell) for cell in [*cells, *[None] * width][:width]])
            for row, cells in sample.rows[:SHOWN_ROWS]
        ],
        palette=_palette(draft),
        decimals=[
            Option("", _("not said"), not draft.decimal),
            Option("comma", _("comma: 1.234,5"), draft.decimal == "comma"),
            Option("point", _("point: 1,234.5"), draft.decimal == "point"),
        ],
        asks_decimal=suggestion.asks_decimal
        and not draft.decimal
        and any(draft.holds(column.index, NUMBERS) for column in suggestion.columns),
        days=[_days(column, draft) for column in suggestion.columns if _has_days(column, draft)],
        words=list(_words(sample, draft)),
        constants=required,
        more_constants=[field for field in constants if not field.is_open],
        kinds=[Option(kind.value, str(kind.label), kind == draft.partner_kind) for kind in PartnerKind],
        empty=f"{WORDS_APART} ".join(draft.empty),
        missing=missing_words(draft, suggestion),
        becomes=[_becomes(one) for one in looked],
        refusal=refusal,
    )


def missing_words(draft: Draft, suggestion: Suggestion) -> str:
    """What is still missing, in one sentence; empty when nothing is."""
    parts = [message.translated(_) for message in missing_of(draft, suggestion)]
    if not parts:
        return ""
    shown = parts[:4]
    if len(parts) > 4:
        rest = ngettext("%(count)s more", "%(count)s more", len(parts) - 4)
        shown.append(rest % {"count": number(len(parts) - 4)})
    return _("Still to say: %(parts)s.") % {"parts": "; ".join(shown)}


def _encodings(sample: Sample) -> list[Option]:
    if sample.is_workbook:
        return []
    now = sample.encoding.removesuffix("-sig")
    return [Option(name, name, name == now) for name in dict.fromkeys((*ENCODINGS, now))]


def _delimiter_name(sign: str) -> str:
    return {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}[sign]


def _column(column: ColumnGuess, draft: Draft) -> FileColumn:
    chosen = [key for key in draft.targets.get(column.index, ()) if _is_offered(key, draft)]
    name = column.name or _("no name")
    choosers = []
    if column.name:
        for place, key in enumerate([*chosen, ""]):
            is_more = place > 0 and not key
            label = _("%(column)s is also our") if place else _("%(column)s is our")
            choosers.append(
                Chooser(
                    f"c{column.index}-{place}",
                    label % {"column": name},
                    _groups(draft, key, _("and also …") if is_more else _("leave it out")),
                    is_more,
                )
            )
    hint = "" if column.name else _("A column without a name cannot be used.")
    return FileColumn(column.index, name, _letter(column.index), choosers, hint)


def _letter(index: int) -> str:
    """As spreadsheets name columns: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _is_offered(key: str, draft: Draft) -> bool:
    return any(
        key_of(name, column.identifier) == key for name in draft.feeds for column in DATASETS[name].columns
    )


def _groups(draft: Draft, chosen: str, nothing: str) -> list[Group]:
    """Our columns, the required ones first; the keys that several datasets share stand once."""
    shared = [
        identifier
        for identifier in SHARED
        if any(DATASETS[name].column(identifier) is not None for name in draft.feeds)
    ]
    groups = [Group("", [Option("", nothing, not chosen)])]
    if shared:
        options = [Option(key, f"{spoken(key)} *", key == chosen) for key in shared]
        groups.append(Group(_("Whose, and which line"), options))
    for name in draft.feeds:
        columns = [column for column in DATASETS[name].columns if column.identifier not in SHARED]
        columns.sort(key=lambda column: not column.required)
        options = [_option(key_of(name, column.identifier), column, chosen) for column in columns]
        groups.append(Group(_(DATASETS[name].title), options))
    return groups


def _option(key: str, column: Column, chosen: str = "") -> Option:
    star = " *" if column.required else ""
    return Option(key, f"{spoken(key)}{star}", key == chosen, _(column.help))


def _palette(draft: Draft) -> list[Palette]:
    found = []
    for group in _groups(draft, "", "")[1:]:
        items = [
            Option(option.value, option.label, bool(draft.fed_by(option.value)), option.title)
            for option in group.options
        ]
        found.append(Palette(group.label, items))
    return found


def _has_days(column: ColumnGuess, draft: Draft) -> bool:
    """A date cell of a workbook, or a moment with its time, says itself what it is."""
    if column.kind in (Kind.EMPTY, Kind.MOMENT) or not draft.holds(column.index, DAYS):
        return False
    return column.days is None or bool(column.days.formats or column.days.choices)


def _days(column: ColumnGuess, draft: Draft) -> DayField:
    """The formats that read the column, each with what its first value becomes."""
    given = draft.days.get(column.index, "")
    example = next((text for text in column.examples if any(sign.isdigit() for sign in text)), "")
    days = column.days
    proposed = [BETWEEN.join(days.formats), *days.choices] if days else []
    forms = dict.fromkeys(filter(None, (*proposed, given)))
    if not days:
        forms |= dict.fromkeys(DAY_FORMATS[:9])
    options = [Option("", _("choose"), not given)]
    options += [Option(form, f"{spelled(form)}: {_read_so(example, form)}", form == given) for form in forms]
    return DayField(column.index, column.name, options, example, not given)


def spelled(form: str) -> str:
    """`%d.%m.%Y|%d-%b-%y` -> "day.month.year or day-month name-yy"."""
    names = {
        "%d": _("day"), "%m": _("month"), "%Y": _("year"), "%y": _("yy"), "%b": _("month's name"),
        "%B": _("month's name"),
    }  # fmt: skip
    for code, name in names.items():
        form = form.replace(code, name)
    return f" {_('or')} ".join(form.split(BETWEEN))


def _read_so(example: str, form: str) -> str:
    try:
        return _("%(text)s is %(day)s") % {
            "text": example, "day": day(read_date(example, tuple(form.split(BETWEEN)))),
        }  # fmt: skip
    except CellRefused:
        return _("does not read %(text)s") % {"text": example}


def _words(sample: Sample, draft: Draft) -> Iterable[WordField]:
    for index, name in enumerate(sample.header):
        choices = [
            column.choices for _, column in draft.columns_of(index) if isinstance(column, ChoiceColumn)
        ]
        for theirs in foreign_words(draft, index, sample):
            given = draft.words.get(index, {}).get(theirs, "")
            options = [Option("", _("choose"), not given)]
            options += [Option(word, word, word == given) for word in choices[0]]
            yield WordField(index, name, theirs, options, not given)


def _constants(draft: Draft) -> list[ConstantField]:
    """A value for all rows, for columns of ours that no column feeds; what is needed or usual comes first."""
    found = []
    for dataset in draft.feeds:
        for column in DATASETS[dataset].columns:
            name = f"{dataset}.{column.identifier}"
            if draft.fed_by(key_of(dataset, column.identifier)):
                continue
            value = draft.constants.get(name, "")
            usual = column.identifier in OFTEN_CONSTANT and (
                column.required or column.identifier == "currency"
            )
            found.append(
                ConstantField(
                    name,
                    _("%(column)s of the %(dataset)s")
                    % {"column": spoken(name), "dataset": _(DATASETS[dataset].title).lower()},
                    _(column.help),
                    value,
                    _choices(column, value),
                    usual or bool(value),
                )
            )
    return found


def _choices(column: Column, value: str) -> list[Option]:
    words = column.choices if isinstance(column, ChoiceColumn) else ()
    if isinstance(column, BooleanColumn):
        words = ("true", "false")
    return (
        [Option("", _("none"), not value), *(Option(word, word, word == value) for word in words)]
        if words
        else []
    )


def _becomes(looked: Looked) -> BecomesTable:
    refused = sum(row.is_refused for row in looked.rows)
    # Columns with something to put right stand first: the table may be wider than the window.
    bad = {name for row in looked.rows for name, cell in row.cells.items() if cell.reason}
    order = sorted(looked.identifiers, key=lambda name: name not in bad)
    rows = [
        (row.number, [_becoming(row.cells[name]) for name in order])
        for row in looked.rows
        if not row.is_ignored
    ]
    if refused:
        words = ngettext("%(count)s row cannot be read yet", "%(count)s rows cannot be read yet", refused)
        words = words % {"count": number(refused)}
    else:
        words = ngettext("The first row can be read", "The first %(count)s rows can be read", len(rows))
        words = words % {"count": number(len(rows))}
    return BecomesTable(_(DATASETS[looked.dataset].title), [spoken(name) for name in order], rows, words)


def _becoming(cell: LookedCell) -> tuple[str, str]:
    """What a reader sees of a value, and why it is none."""
    if cell.reason is not None:
        return cell.raw or _("empty"), cell.reason.translated(_)
    return written(cell.value), ""


def written(value: Value | Any) -> str:
    """A typed value as this reader writes it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    return number(value, None) if isinstance(value, (int, Decimal)) else str(value)
