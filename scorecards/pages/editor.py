"""The editor of a template as a page: its halves with their sums, and what a closed line says."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.enums import Side
from portal.presentation import number
from scorecards.forms.template_editor import Editor
from scorecards.forms.template_parts import LineForm
from suppliers.enums import Basis, DayCount


@dataclass(frozen=True)
class EditorRow:
    """One row: its form, what its buttons are called, and which of them can be pressed.

    `focus` says where the keyboard goes on: `up`, `down`, or empty. `bad`: fields side by side that are
    wrong: their narrow columns leave no room for words.
    """

    form: Any
    place: int
    number: int
    name: str
    sign: str
    summary: str
    is_open: bool
    is_first: bool
    is_last: bool
    focus: str
    bad: list[Any]


@dataclass(frozen=True)
class EditorHalf:
    """`total` is the sum of the weights as typed; `is_right` when it is 100."""

    side: str
    rows: list[EditorRow]
    total: str
    is_right: bool


@dataclass(frozen=True)
class EditorPage:
    halves: list[EditorHalf]
    bands: list[EditorRow]
    gates: list[EditorRow]
    band_names: list[str]
    errors: list[tuple[str, str]]
    removed: str
    removed_name: str
    focuses_undo: bool
    periods: list[tuple[str, str]]
    period: str


def editor_page(editor: Editor, periods: list[tuple[str, str]], period: str) -> EditorPage:
    return EditorPage(
        halves=[_half(editor, side) for side in Side.values],
        bands=_rows(editor.bands),
        gates=_rows(editor.gates),
        band_names=[row["name"] for row in editor.rows["bands"] if row["name"]],
        errors=editor.errors,
        removed=editor.removed,
        removed_name=editor.removed_name,
        focuses_undo=editor.focus == "undo",
        periods=periods,
        period=period,
    )


def _half(editor: Editor, side: str) -> EditorHalf:
    places = [at for at, row in enumerate(editor.rows["lines"]) if row["side"] == side]
    rows = [
        _line(editor.lines[at], at, count, count == len(places), editor.focus)
        for count, at in enumerate(places, 1)
    ]
    total = sum((_typed(editor.rows["lines"][at]["weight"]) for at in places), Decimal(0))
    return EditorHalf(side, rows, number(total, None), total == 100 or not rows)


def _typed(text: str) -> Decimal:
    """What is no number yet adds nothing."""
    try:
        value = Decimal(text.strip().removesuffix("%") or 0)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and abs(value) < 1000 else Decimal(0)


def _line(form: LineForm, place: int, count: int, is_last: bool, focus: str) -> EditorRow:
    chosen = form.choice
    hidden = ("basis", "early_days", "late_days", "days", "tolerance", "min_n", "steps")
    return EditorRow(
        form=form,
        place=place,
        number=count,
        name=chosen.name if chosen else _("KPI %(place)s") % {"place": count},
        sign=chosen.sign if chosen else "",
        summary=_summary(form),
        is_open=form.is_bound and any(form[name].errors for name in hidden),
        is_first=count == 1,
        is_last=is_last,
        focus=_focus(focus, f"lines-{place}", is_first=count == 1, is_last=is_last),
        bad=_bad(form, ("kpi", "weight", "target", "floor")),
    )


def _bad(form: Any, names: tuple[str, ...]) -> list[Any]:
    return [form[name] for name in names if form.is_bound and form[name].errors]


def _focus(focus: str, row: str, *, is_first: bool, is_last: bool) -> str:
    """The button that moved the row; at an end, where it can be pressed no more, the other one."""
    if focus not in (f"{row}-up", f"{row}-down"):
        return ""
    if is_first:
        return "down"
    return "up" if is_last else focus.rpartition("-")[2]


def _summary(form: LineForm) -> str:
    """What stands behind 'How it is measured', in a few words."""
    chosen = form.choice
    value = {name: str(form[name].value() or "") for name in LineForm.base_fields}
    parts = []
    if chosen and chosen.uses_basis:
        parts.append(str(dict(Basis.choices).get(value["basis"], "")))
    if chosen and chosen.uses_rule:
        parts.append(_window(value))
        if value["days"] == DayCount.WORKING:
            parts.append(_("working days"))
        if value["tolerance"] not in ("", "0"):
            parts.append(_("%(tolerance)s\u00a0%% may be missing") % {"tolerance": value["tolerance"]})
    if value["steps"]:
        parts.append(_("steps %(steps)s") % {"steps": value["steps"]})
    if value["min_n"]:
        parts.append(_("graded from %(n)s lines on") % {"n": value["min_n"]})
    return ", ".join(part for part in parts if part) or _("as for the whole template")


def _window(value: dict[str, str]) -> str:
    early, late = value["early_days"], value["late_days"] or "0"
    if early:
        return _("window \u2212%(early)s/+%(late)s days") % {"early": early, "late": late}
    return _("not late") if late == "0" else _("up to %(late)s days late") % {"late": late}


def _rows(forms: Sequence[Any]) -> list[EditorRow]:
    return [
        EditorRow(
            form=form,
            place=at,
            number=at + 1,
            name=str(form[next(iter(form.fields))].value() or at + 1),
            sign="",
            summary="",
            is_open=False,
            is_first=at == 0,
            is_last=at == len(forms) - 1,
            focus="",
            bad=_bad(form, tuple(form.fields)),
        )
        for at, form in enumerate(forms)
    ]
