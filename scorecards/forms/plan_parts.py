"""What people type about a plan: what is measured, where to, the cause, and rows of what each side does."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.forms import Form
from scorecards.engine.catalogue import Unit, kpi_of
from scorecards.engine.plan_terms import PlanRule
from scorecards.enums import KpiName
from scorecards.facts.plans import plannable_kpis
from scorecards.forms.ideas import amount, currency_choices
from scorecards.forms.template_parts import NumberField
from scorecards.policies_terms import LONGEST, LONGEST_WORDS, MOST_HOLD
from suppliers.enums import Basis, DayCount

Choices = Sequence[tuple[str, Any]]
PERIODS = (("1", _("each month")), ("3", _("each quarter")), ("12", _("each year")))
CAUSES = (
    ("none", _("Not yet")),
    ("words", _("In a few words")),
    ("five_whys", _("Five whys")),
    ("eight_d", _("8D report")),
)
CAUSE_NAMES: dict[str, Any] = {
    "words": _("The cause"),
    "problem": _("What is the problem?"),
    "why1": _("Why?"),
    "why2": _("Why is that so?"),
    "why3": _("And why that?"),
    "why4": _("And why that, again?"),
    "why5": _("The why behind it all"),
    "d1": _("D1 Team"),
    "d2": _("D2 The problem"),
    "d3": _("D3 What contains it now"),
    "d4": _("D4 Root causes"),
    "d5": _("D5 Actions chosen"),
    "d6": _("D6 Actions done, and their effect"),
    "d7": _("D7 What keeps it from coming back"),
    "d8": _("D8 Thanks to the team"),
}


def whole(label: Any, most: int, *, least: int = 0, required: bool = True, hint: Any = "") -> Any:
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, help_text=hint, widget=box
    )


class MeasureForm(Form):
    """Whose KPI, by which rule, and over which days it was what it is."""

    partner = forms.ChoiceField(label=_("With which partner?"))
    title = forms.CharField(
        label=_("What both call it"),
        required=False,
        max_length=200,
        help_text=_("Empty: the KPI and how far it goes, as in “On time and in full: from 71 to 90 %”."),
    )
    kpi = forms.ChoiceField(label=_("Which KPI shall get better?"))
    baseline_from = forms.DateField(label=_("Baseline from"))
    baseline_to = forms.DateField(label=_("Baseline to"))
    months = forms.ChoiceField(label=_("Measured"), choices=PERIODS)
    basis = forms.ChoiceField(label=_("Measured against the"), choices=Basis.choices)
    early_days = whole(_("Days early at most"), 365, required=False, hint=_("Empty: early never counts."))
    late_days = whole(_("Days late at most"), 365)
    days = forms.ChoiceField(label=_("Counted in"), choices=DayCount.choices)
    tolerance = NumberField(_("May be short, %"), min_value=0, max_value=100, decimal_places=2)

    defaults = {
        "months": "1",
        "basis": Basis.FIRST_CONFIRMED.value,
        "late_days": "0",
        "days": DayCount.CALENDAR.value,
        "tolerance": "0",
    }

    def __init__(self, *args: Any, partners: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(one.code, str(KpiName(one.code).label)) for one in plannable_kpis()]
        self.fields["kpi"].choices = [("", gettext("Choose a KPI")), *sorted(names, key=lambda one: one[1])]
        if partners:
            self.fields["partner"].choices = [("", gettext("Choose a partner")), *partners]
        else:
            del self.fields["partner"]

    def rule(self) -> PlanRule:
        """After validation."""
        given = self.cleaned_data
        return PlanRule(
            basis=given["basis"],
            early_days=given["early_days"],
            late_days=given["late_days"],
            tolerance=given["tolerance"],
            days=given["days"],
            months=int(given["months"]),
        )


class AimForm(Form):
    """Where to, by when, for how long; the cause; how a gain is split. `kpi` says what the target is in."""

    target = NumberField(_("Target"), decimal_places=6)
    by_when = forms.DateField(label=_("By when"), help_text=_("The first period that must hold lies here."))
    hold = whole(_("It must hold for so many periods"), MOST_HOLD, least=1)
    cause = forms.ChoiceField(label=_("How it came to be"), choices=CAUSES, widget=forms.RadioSelect)
    currency = forms.ChoiceField(label=_("Currency"))
    partner_share = NumberField(_("The partner’s share, %"), min_value=0, max_value=100, decimal_places=4)

    def __init__(self, *args: Any, kpi: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.kpi = kpi
        self.fields["currency"].choices = currency_choices()
        for key, name in CAUSE_NAMES.items():
            box = forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_WORDS})
            self.fields[f"cause_{key}"] = forms.CharField(
                label=name, required=False, max_length=LONGEST_WORDS, widget=box
            )

    def clean_target(self) -> Decimal | None:
        """0.9 of a share is a slip for 90 %, hardly ever for nearly one per cent."""
        given: Decimal | None = self.cleaned_data["target"]
        is_share = bool(self.kpi) and kpi_of(self.kpi).unit is Unit.SHARE
        if is_share and given is not None and 0 < given < 1 and kpi_of(self.kpi).higher_is_better:
            raise forms.ValidationError(gettext("Type shares in per cent: 90, not 0.9."))
        return given


class WhyForm(Form):
    why = forms.CharField(
        label=_("What changes, and why? The other side reads it"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_WORDS}),
        error_messages={"required": _("Write a few words first.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ActionForm(Form):
    """One thing that one person does; `people` maps each side to addresses and names."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=16)
    side = forms.ChoiceField(label=_("Whose"))
    title = forms.CharField(label=_("What"), max_length=LONGEST)
    owner = forms.ChoiceField(label=_("Who"), required=False)
    owner_name = forms.CharField(label=_("or a name"), max_length=200, required=False)
    due_on = forms.DateField(label=_("Due"))
    waits_for = forms.ChoiceField(label=_("Waits for"), required=False)

    def __init__(
        self,
        *args: Any,
        sides: Choices,
        people: dict[str, list[tuple[str, str]]],
        others: Choices,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.people = people
        self.fields["side"].choices = sides
        groups = [(name, people.get(side, [])) for side, name in sides]
        self.fields["owner"].choices = [("", gettext("Nobody yet")), *(one for one in groups if one[1])]
        self.fields["waits_for"].choices = [("", gettext("Nothing")), *others]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        owner, side = given.get("owner"), given.get("side")
        if owner and side and owner not in dict(self.people.get(side, [])):
            self.add_error("owner", gettext("This person is of the other side."))
        return given


class ObligationForm(Form):
    side = forms.ChoiceField(label=_("Whose"))
    text = forms.CharField(label=_("What they keep to"), max_length=LONGEST)

    def __init__(self, *args: Any, sides: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["side"].choices = sides


class BenefitForm(Form):
    side = forms.ChoiceField(label=_("Whose"))
    text = forms.CharField(label=_("What is gained"), max_length=LONGEST)
    basis = forms.CharField(label=_("How it was worked out"), max_length=500, required=False)
    amount = amount(_("A year"))

    def __init__(self, *args: Any, sides: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["side"].choices = [*sides, ("both", gettext("both"))]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("amount") is not None and not given.get("basis"):
            self.add_error("basis", gettext("Say in a few words how that was worked out."))
        return given


ROWS: dict[str, type[Form]] = {"actions": ActionForm, "obligations": ObligationForm, "benefits": BenefitForm}
FIRST_SIDE = Side.PARTNER.value
