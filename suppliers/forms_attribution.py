"""A rule that names partners: whom, in which entries."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suppliers.actions import attribution_rules
from suppliers.enums import EntryKind, PartnerKind, SplitMethod
from suppliers.facts.attribution import CONDITIONS
from suppliers.forms import VersionedForm
from suppliers.models import AttributionRule, Partner

# So many empty rows for partners stand below those that are filled.
SPARE, LEAST = 2, 4
MOST_SHARES = 20
_LISTS = ("item_codes", "categories", "customers", "references")


class LinesField(forms.CharField):
    """Texts, one a line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


@dataclass(frozen=True)
class ShareRow:
    partner: BoundField
    share: BoundField


class RuleForm(VersionedForm):
    """Conditions that are left empty fit everything. One share that is left empty is the rest."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of entry"),
        choices=EntryKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: every kind."),
    )
    method = forms.ChoiceField(
        label=_("How it is split"),
        choices=SplitMethod.choices,
        widget=forms.RadioSelect,
        initial=SplitMethod.SHARES,
        help_text=_(
            "As the lines: by net value over the other entries of the order, to those whom they name."
        ),
    )
    item_codes = LinesField(
        label=_("Items"), help_text=_("One a line; a * at the end stands for any ending. Empty: all.")
    )
    categories = LinesField(label=_("Categories"), help_text=_("As entries have them, one a line."))
    customers = LinesField(
        label=_("Customers or groups of them"), help_text=_("One a line; NORD* fits all of them.")
    )
    references = LinesField(label=_("Orders"), help_text=_("The entry’s reference, one a line."))

    class Meta:
        model = AttributionRule
        fields = ["name", "role", "method", *CONDITIONS, "valid_from", "valid_until"]
        labels = {
            "name": _("Name"),
            "role": _("Names a"),
            "valid_from": _("First day"),
            "valid_until": _("Last day"),
        }
        help_texts = {
            "name": _("As the log shall call it: “Valves are Brandt’s”."),
            "role": _("Where an entry’s file names one already, no rule does."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = attribution_rules.shares_of(self.instance) if self.instance.pk else []
        self.rows = min(MOST_SHARES, max(LEAST, len(kept) + SPARE, self._typed_rows()))
        for place in range(self.rows):
            partner, share = kept[place] if place < len(kept) else (None, None)
            self.fields[f"partner_{place}"] = forms.ModelChoiceField(
                Partner.objects.none(),
                label=gettext("Partner %(n)s") % {"n": place + 1},
                required=False,
                to_field_name="public_id",
                empty_label=gettext("Nobody"),
            )
            self.fields[f"share_{place}"] = forms.DecimalField(
                label=gettext("Share, %"),
                required=False,
                max_digits=9,
                decimal_places=6,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
            if partner is not None:
                self.initial[f"partner_{place}"] = partner.public_id
                self.initial[f"share_{place}"] = f"{(share * 100).normalize():f}"
        self._offer_partners()

    def _typed_rows(self) -> int:
        return sum(1 for name in self.data if name.startswith("partner_")) if self.is_bound else 0

    def _offer_partners(self) -> None:
        """All rows share one list: it is read once."""
        rows = Partner.objects.filter(merged_into=None).order_by("kind", "name")
        pairs = [(one.kind, (one.public_id, one.name)) for one in rows]
        groups = [
            (str(kind.label), [pair for of, pair in pairs if of == kind])
            for kind in PartnerKind
            if any(of == kind for of, _pair in pairs)
        ]
        for place in range(self.rows):
            field = self.fields[f"partner_{place}"]
            field.queryset = rows
            field.choices = [("", gettext("Nobody")), *groups]

    @property
    def share_rows(self) -> Iterator[ShareRow]:
        for place in range(self.rows):
            yield ShareRow(self[f"partner_{place}"], self[f"share_{place}"])

    @property
    def first(self) -> list[BoundField]:
        return [self[name] for name in ("name", "role")]

    @property
    def conditions(self) -> list[BoundField]:
        return [self[name] for name in _LISTS]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in attribution_rules.FIELDS}

    @property
    def shares(self) -> list[tuple[Partner, Decimal]]:
        """What is typed in per cent, as shares of 1; of one left empty the rest."""
        found = [
            (partner, self.cleaned_data.get(f"share_{place}"))
            for place in range(self.rows)
            if (partner := self.cleaned_data.get(f"partner_{place}")) is not None
        ]
        rest = 100 - sum((share for _partner, share in found if share is not None), Decimal(0))
        empty = sum(share is None for _partner, share in found)
        return [
            (partner, (rest / empty if share is None and empty == 1 else share or Decimal(0)) / 100)
            for partner, share in found
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        for place in range(self.rows):
            if cleaned.get(f"share_{place}") is not None and cleaned.get(f"partner_{place}") is None:
                self.add_error(f"partner_{place}", gettext("Say whose share it is."))
        if self.errors:
            return cleaned
        try:
            attribution_rules.check(self.facts, self.shares)
        except ValidationError as wrong:
            for name, problems in wrong.message_dict.items():
                self.add_error("partner_0" if name == "shares" else name, problems)
        return cleaned

    def rule(self) -> AttributionRule:
        """As it would be, for a preview; not stored."""
        rule = copy(self.instance)
        for name, value in self.facts.items():
            setattr(rule, name, value)
        return rule
