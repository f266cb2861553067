"""What managers type about a template: its head, one KPI of it, one band, one gate."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.forms import Form
from scorecards.actions.templates import BandSpec, GateSpec, LineSpec
from scorecards.engine.catalogue import Unit
from scorecards.engine.scoring import BadTemplate, Scale
from scorecards.enums import BandAction
from scorecards.pages.kpi_choices import KpiChoice
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount, PartnerKind

MOST_DAYS = 365
MOST_STEPS = 20
_LARGEST = Decimal(10) ** 9


class NumberField(forms.DecimalField):
    """A number as people type it: with a per cent sign or without."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        super().__init__(label=label, max_digits=15, widget=widget, **options)

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value).strip().removesuffix("%").strip() if value is not None else None
        return super().to_python(text)


def _days(label: Any, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
    )


class HeadForm(Form):
    """`seen` is the version that was open when somebody began to change it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(
        label=_("For partners of the kind"),
        choices=[("", _("Every kind")), *PartnerKind.choices],
        required=False,
    )
    segment = forms.CharField(
        label=_("and of the segment"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "segments", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    min_n = _days(_("Lines it takes to grade a KPI"), required=True)
    grace_days = _days(_("Days of grace after the period"), required=True)
    note = forms.CharField(label=_("What changes, and why"), required=False, max_length=200)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LineForm(Form):
    """One KPI. Values are typed in its unit, shares in per cent; steps as `80 = 60; 90 = 100`."""

    side = forms.ChoiceField(choices=Side.choices, widget=forms.HiddenInput)
    kpi = forms.ChoiceField(label=_("KPI"))
    weight = NumberField(_("Weight"), min_value=Decimal("0.001"), max_value=100, decimal_places=3)
    target = NumberField(_("100 points at"), required=False, decimal_places=6)
    floor = NumberField(_("0 points at"), required=False, decimal_places=6)
    steps = forms.CharField(
        label=_("Steps instead"),
        required=False,
        max_length=500,
        help_text=_("From a value on so many points: 80 = 60; 90 = 100. Below the first: none."),
    )
    basis = forms.ChoiceField(label=_("Measured against the"), choices=Basis.choices)
    early_days = _days(_("Days early at most"), help_text=_("Empty: early is never penalised."))
    late_days = _days(_("Days late at most"))
    days = forms.ChoiceField(label=_("Counted in"), choices=DayCount.choices)
    tolerance = NumberField(
        _("May be short, %"), required=False, min_value=0, max_value=100, decimal_places=2
    )
    min_n = _days(_("Lines it takes to grade it"), help_text=_("Empty: as for the whole template."))

    defaults = {
        "basis": Basis.FIRST_CONFIRMED.value,
        "late_days": "0",
        "days": DayCount.CALENDAR.value,
        "tolerance": "0",
    }

    def __init__(self, *args: Any, choices: Mapping[str, KpiChoice], side: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = choices
        fitting = [(one.code, one.label) for one in choices.values() if one.side == side]
        self.fields["kpi"].choices = [("", gettext("Choose a KPI")), *fitting]

    @property
    def choice(self) -> KpiChoice | None:
        """The KPI that is chosen now, whether the rest holds or not."""
        return self.choices.get(str(self["kpi"].value() or ""))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = self.choices.get(cleaned.get("kpi", ""))
        if chosen is None:
            return cleaned
        self._check_share(chosen, cleaned)
        for name in ("target", "floor"):
            if cleaned.get(name) is not None:
                cleaned[name] = chosen.meant(cleaned[name])
        cleaned["step_table"] = self._steps(chosen, cleaned.get("steps", ""))
        if not self.errors:
            self._check_scale(chosen, cleaned)
        return cleaned

    def _check_share(self, chosen: KpiChoice, cleaned: dict[str, Any]) -> None:
        """0.95 of a share is a slip for 95 %, hardly ever nearly one per cent."""
        values = [cleaned[name] for name in ("target", "floor") if cleaned.get(name) is not None]
        if chosen.unit == Unit.SHARE and values and 0 < max(values) <= 1:
            self.add_error("target", gettext("Type shares in per cent: 95, not 0.95."))

    def _steps(self, chosen: KpiChoice, text: str) -> tuple[tuple[Decimal, Decimal], ...]:
        parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
        found = []
        for part in parts[:MOST_STEPS]:
            bound, sign, points = part.partition("=")
            try:
                pair = Decimal(bound.replace("%", "").strip()), Decimal(points.strip())
            except InvalidOperation:
                pair = None
            if not sign or pair is None or not all(one.is_finite() and abs(one) < _LARGEST for one in pair):
                words = gettext("“%(part)s” is no step: write a value, = and its points, as in 80 = 60.")
                self.add_error("steps", words % {"part": part.strip()})
                return ()
            found.append((chosen.meant(pair[0]), pair[1]))
        return tuple(found)

    def _check_scale(self, chosen: KpiChoice, cleaned: dict[str, Any]) -> None:
        target, floor, steps = cleaned.get("target"), cleaned.get("floor"), cleaned["step_table"]
        if steps and (target is not None or floor is not None):
            self.add_error("steps", gettext("Either steps, or values for 100 and 0 points: leave one empty."))
            return
        if not steps and (target is None or floor is None):
            for name in ("target", "floor"):
                if cleaned.get(name) is None:
                    self.add_error(name, gettext("Give both values, or steps instead."))
            return
        if not steps and target != floor and (target > floor) != chosen.higher_is_better:
            better = gettext("higher") if chosen.higher_is_better else gettext("lower")
            words = gettext("Of this KPI %(better)s is better: 100 points lie on the other side of 0 points.")
            self.add_error("target", words % {"better": better})
            return
        try:
            Scale(target, floor, steps)
        except BadTemplate as error:
            self.add_error("steps" if steps else "target", str(error))

    def spec(self) -> LineSpec:
        """After validation."""
        given = self.cleaned_data
        chosen = self.choices[given["kpi"]]
        is_own = bool(chosen.formula)
        return LineSpec(
            kpi=chosen.code,
            weight=given["weight"],
            target=given["target"],
            floor=given["floor"],
            steps=given["step_table"],
            basis=given["basis"],
            rule=Rule(given["early_days"], given["late_days"] or 0, given["tolerance"] or Decimal(0)),
            side=given["side"],
            days=given["days"],
            min_n=given["min_n"],
            formula=chosen.formula,
            name=chosen.name if is_own else "",
            unit=chosen.unit if is_own else "",
            higher_is_better=chosen.higher_is_better if is_own else True,
        )


class BandForm(Form):
    """From `lower` (inside) to `upper` (outside, but for 100)."""

    name = forms.CharField(label=_("Band"), max_length=60)
    lower = NumberField(_("From"), min_value=0, max_value=100, decimal_places=3)
    upper = NumberField(_("to before"), min_value=0, max_value=100, decimal_places=3)
    action = forms.ChoiceField(
        label=_("Proposes to"), required=False, choices=[("", _("Nothing")), *BandAction.choices]
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lower, upper = cleaned.get("lower"), cleaned.get("upper")
        if lower is not None and upper is not None and upper <= lower:
            self.add_error("upper", gettext("A band ends above its beginning."))
        return cleaned

    def spec(self) -> BandSpec:
        return BandSpec(**self.cleaned_data)


class GateForm(Form):
    """Without the document, valid on the closing day, `cap` is the best band."""

    document_type = forms.CharField(
        label=_("Without this document"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "documents", "autocomplete": "off"}),
    )
    cap = forms.CharField(
        label=_("the band is at best"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "bands", "autocomplete": "off"}),
    )

    def spec(self) -> GateSpec:
        return GateSpec(**self.cleaned_data)


def check_bounds(bands: list[BandForm]) -> None:
    """Adds what is wrong to the field where it shows: a gap, an overlap, an end that is not 100."""
    edge, before = Decimal(0), ""
    for form in sorted(bands, key=lambda one: one.cleaned_data["lower"]):
        lower, upper, name = (form.cleaned_data[key] for key in ("lower", "upper", "name"))
        if lower != edge:
            words = (
                gettext("The lowest band begins at 0.")
                if not before
                else gettext("“%(before)s” ends at %(edge)s: they overlap.")
                if lower < edge
                else gettext("“%(before)s” ends at %(edge)s: there is a gap.")
            )
            form.add_error("lower", words % {"before": before, "edge": _plain(edge)})
            return
        edge, before = upper, name
    if bands and edge != 100:
        highest = max(bands, key=lambda one: one.cleaned_data["upper"])
        highest.add_error("upper", gettext("The highest band ends at 100."))


def check_names(bands: list[BandForm], gates: list[GateForm]) -> None:
    """Bands have names of their own, and gates name one of them."""
    seen: set[str] = set()
    for form in bands:
        if form.cleaned_data["name"] in seen:
            form.add_error("name", gettext("Two bands have this name."))
        seen.add(form.cleaned_data.get("name", ""))
    documents: set[str] = set()
    for gate in gates:
        if gate.cleaned_data["cap"] not in seen:
            words = gettext("There is no such band: there are %(bands)s.")
            gate.add_error("cap", words % {"bands": ", ".join(sorted(seen))})
        if gate.cleaned_data["document_type"] in documents:
            gate.add_error("document_type", gettext("This document stands here twice."))
        documents.add(gate.cleaned_data.get("document_type", ""))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
