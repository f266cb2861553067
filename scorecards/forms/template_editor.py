"""The editor of a template: rows come, go and move by buttons that submit, and nothing typed is lost.

Whatever was typed is kept as text by row until it is checked; a row's place in the list is its place in the
version. A button's value says what it does: `lines:add:partner`, `lines:2:up`, `bands:0:remove`, `undo`.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.enums import Side
from portal.forms import Form
from portal.presentation import number
from scorecards.actions.keeping_templates import HEAD, Design
from scorecards.actions.templates import SHIPPED_BANDS, BandSpec, LineSpec
from scorecards.forms.template_parts import (
    BandForm,
    GateForm,
    HeadForm,
    LineForm,
    check_bounds,
    check_names,
)
from scorecards.models import ScorecardTemplate
from scorecards.pages.kpi_choices import KpiChoice

Raw = dict[str, str]
AnyForm = TypeVar("AnyForm", bound=Form)
MOST = {"lines": 40, "bands": 12, "gates": 20}
FIELDS = {
    "lines": tuple(LineForm.base_fields),
    "bands": tuple(BandForm.base_fields),
    "gates": tuple(GateForm.base_fields),
}


class Editor:
    """`head` and `rows` hold what was typed; forms are made of them, checked or not."""

    def __init__(self, head: Raw, rows: dict[str, list[Raw]], choices: Mapping[str, KpiChoice]) -> None:
        self.raw_head, self.rows, self.choices = head, rows, choices
        self.is_checked = False
        self.removed = ""
        self.focus = ""

    @classmethod
    def posted(cls, data: QueryDict, choices: Mapping[str, KpiChoice]) -> "Editor":
        """What was sent; rows beyond what a template can hold are left out."""
        rows: dict[str, list[Raw]] = {}
        for part, names in FIELDS.items():
            places = range(MOST[part] + 1)
            rows[part] = [
                {name: data.get(f"{part}-{place}-{name}", "") for name in names}
                for place in places
                if f"{part}-{place}-{names[0]}" in data
            ][: MOST[part]]
        head = {name: data.get(name, "") for name in HeadForm.base_fields}
        editor = cls(head, rows, choices)
        editor.removed = data.get("removed", "")
        return editor

    @classmethod
    def of(
        cls,
        template: ScorecardTemplate | None,
        design: Design,
        choices: Mapping[str, KpiChoice],
        *,
        seen: int = 0,
    ) -> "Editor":
        """Of a template as it stands; None for a new one."""
        head = {name: str(getattr(template, name)) if template else "" for name in HEAD}
        head |= {
            "min_n": str(design.min_n),
            "grace_days": str(design.grace_days),
            "seen": str(seen or ""),
            "note": "",
        }
        rows = {
            "lines": [_line_raw(line, choices) for line in design.lines],
            "bands": [_band_raw(band) for band in sorted(design.bands, key=lambda one: one.lower)],
            "gates": [{"document_type": gate.document_type, "cap": gate.cap} for gate in design.gates],
        }
        return cls(head, rows, choices)

    def act(self, what: str) -> bool:
        """Adds, moves or removes a row. False for a button that does something else."""
        part, _colon, rest = what.partition(":")
        if what == "undo":
            self._undo()
        elif part in self.rows and rest.startswith("add"):
            self._add(part, rest.partition(":")[2])
        elif part in self.rows and rest.count(":") == 1:
            place, _colon, act = rest.partition(":")
            if not place.isdigit() or int(place) >= len(self.rows[part]):
                return False
            self._move_or_remove(part, int(place), act)
        else:
            return False
        return True

    @cached_property
    def head(self) -> HeadForm:
        return HeadForm(self.raw_head) if self.is_checked else HeadForm(initial=self.raw_head)

    @cached_property
    def lines(self) -> list[LineForm]:
        return self._focused(
            LineForm(**self._content("lines", place, row), choices=self.choices, side=row["side"])
            for place, row in enumerate(self.rows["lines"])
        )

    @cached_property
    def bands(self) -> list[BandForm]:
        rows = enumerate(self.rows["bands"])
        return self._focused(BandForm(**self._content("bands", place, row)) for place, row in rows)

    @cached_property
    def gates(self) -> list[GateForm]:
        rows = enumerate(self.rows["gates"])
        return self._focused(GateForm(**self._content("gates", place, row)) for place, row in rows)

    def check(self) -> bool:
        """Checks all of it, adds what is wrong to its field, and says whether it holds."""
        self.is_checked = True
        for name in ("head", "lines", "bands", "gates"):
            self.__dict__.pop(name, None)
        holds = [form.is_valid() for form in self.forms]
        self._check_lines()
        if all(band.is_valid() for band in self.bands):
            check_bounds(self.bands)
            if all(gate.is_valid() for gate in self.gates):
                check_names(self.bands, self.gates)
        if not self.bands:
            self.head.add_error(None, _("A template needs a band: add one."))
        return all(holds) and not any(form.errors for form in self.forms)

    def see(self, number: int) -> None:
        """From now on the form knows this version."""
        self.raw_head["seen"] = str(number)
        self.check()

    @property
    def removed_name(self) -> str:
        """What the row that was removed last is called; empty when there is none."""
        try:
            part, _place, row = json.loads(self.removed)
            name = str(row.get(_FIRST[part], ""))
        except (ValueError, TypeError, KeyError, AttributeError):
            return ""
        chosen = self.choices.get(name)
        return chosen.name if chosen else name or _("an empty row")

    @property
    def errors(self) -> list[tuple[str, str]]:
        """All that is wrong: a sentence that names the row and the field, and the id of the field."""
        found = []
        for form, where in zip(self.forms, self._names, strict=True):
            for name, said in form.errors.items() if self.is_checked else ():
                label = "" if name == "__all__" else str(form.fields[name].label)
                lead = ", ".join(filter(None, [where, label]))
                anchor = "" if name == "__all__" else str(form[name].id_for_label)
                found += [(f"{lead}: {one}" if lead else str(one), anchor) for one in said]
        return found

    @property
    def _names(self) -> list[str]:
        """What each form is about, as a summary says it."""
        lines = [
            form.choice.name if form.choice else _("KPI %(place)s") % {"place": place}
            for place, form in enumerate(self.lines, 1)
        ]
        bands = [
            row["name"] or _("Band %(place)s") % {"place": at} for at, row in enumerate(self.rows["bands"], 1)
        ]
        gates = [
            row["document_type"] or _("Gate %(place)s") % {"place": at}
            for at, row in enumerate(self.rows["gates"], 1)
        ]
        return ["", *lines, *bands, *gates]

    @property
    def forms(self) -> list[Any]:
        return [self.head, *self.lines, *self.bands, *self.gates]

    def design(self) -> Design:
        """After a check that held."""
        return Design(
            tuple(line.spec() for line in self.lines),
            tuple(band.spec() for band in self.bands),
            tuple(gate.spec() for gate in self.gates),
            self.head.cleaned_data["min_n"],
            self.head.cleaned_data["grace_days"],
        )

    def head_facts(self) -> dict[str, Any]:
        """After a check that held: what the template is called, and for whom it is."""
        return {name: self.head.cleaned_data[name] for name in HEAD}

    def of_side(self, side: str) -> list[LineForm]:
        return [line for line, row in zip(self.lines, self.rows["lines"], strict=True) if row["side"] == side]

    def _focused(self, forms: Iterable[AnyForm]) -> list[AnyForm]:
        """A row that was just added (or put back) has the keyboard in its first field."""
        made = list(forms)
        for form in made:
            for name, field in form.fields.items():
                if form.add_prefix(name) == self.focus:
                    field.widget.attrs["autofocus"] = True
        return made

    def _content(self, part: str, place: int, row: Raw) -> dict[str, Any]:
        prefix = f"{part}-{place}"
        if not self.is_checked:
            return {"initial": row, "prefix": prefix}
        return {"data": {f"{prefix}-{name}": value for name, value in row.items()}, "prefix": prefix}

    def _check_lines(self) -> None:
        seen: set[str] = set()
        for line in self.lines:
            code = line.cleaned_data.get("kpi", "")
            if code and code in seen:
                line.add_error("kpi", _("This KPI stands here twice: a template has each once."))
            seen.add(code)
        if not self.of_side(Side.PARTNER):
            self.head.add_error(None, _("The partner’s half has no KPI yet: add one."))
        for side in Side.values:
            lines = self.of_side(side)
            weights = [line.cleaned_data.get("weight") for line in lines]
            known = [weight for weight in weights if weight is not None]
            if lines and len(known) == len(weights) and sum(known) != 100:
                words = _("The weights of this half sum to %(sum)s, not to 100.")
                lines[0].add_error("weight", words % {"sum": number(sum(known), None)})

    def _add(self, part: str, side: str) -> None:
        if len(self.rows[part]) >= MOST[part]:
            return
        row = dict.fromkeys(FIELDS[part], "")
        if part == "lines":
            row |= LineForm.defaults | {"side": side if side in Side.values else Side.PARTNER.value}
        self.rows[part].append(row)
        self.focus = f"{part}-{len(self.rows[part]) - 1}-{_FIRST[part]}"

    def _move_or_remove(self, part: str, place: int, act: str) -> None:
        rows = self.rows[part]
        if act == "remove":
            self.removed = json.dumps([part, place, rows.pop(place)])
            self.focus = "undo"
            return
        side = rows[place].get("side")
        others = [at for at, row in enumerate(rows) if row.get("side") == side]
        at = others.index(place) + (-1 if act == "up" else 1)
        if act in ("up", "down") and 0 <= at < len(others):
            rows[place], rows[others[at]] = rows[others[at]], rows[place]
            place = others[at]
        self.focus = f"{part}-{place}-{act}"

    def _undo(self) -> None:
        """Puts the row that was removed last back to its place."""
        try:
            part, place, row = json.loads(self.removed)
            kept = {name: str(row.get(name, "")) for name in FIELDS[part]}
        except (ValueError, TypeError, KeyError, AttributeError):
            return
        if len(self.rows[part]) < MOST[part] and isinstance(place, int):
            place = min(max(place, 0), len(self.rows[part]))
            self.rows[part].insert(place, kept)
            self.focus = f"{part}-{place}-{_FIRST[part]}"
        self.removed = ""


_FIRST = {"lines": "kpi", "bands": "name", "gates": "document_type"}


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _line_raw(line: LineSpec, choices: Mapping[str, KpiChoice]) -> Raw:
    chosen = choices[line.kpi]
    return {
        "side": line.side,
        "kpi": line.kpi,
        "weight": _plain(line.weight),
        "target": chosen.typed(line.target),
        "floor": chosen.typed(line.floor),
        "steps": "; ".join(f"{chosen.typed(bound)} = {_plain(points)}" for bound, points in line.steps),
        "basis": line.basis,
        "early_days": "" if line.rule.early_days is None else str(line.rule.early_days),
        "late_days": str(line.rule.late_days),
        "days": line.days,
        "tolerance": _plain(line.rule.tolerance),
        "min_n": "" if line.min_n is None else str(line.min_n),
    }


def _band_raw(band: BandSpec) -> Raw:
    return {
        "name": band.name,
        "lower": _plain(band.lower),
        "upper": _plain(band.upper),
        "action": band.action,
    }


def blank() -> Design:
    """What a new template starts with: four bands, and nothing measured yet."""
    return Design((), tuple(SHIPPED_BANDS))
