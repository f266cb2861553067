"""What people type about partners and their contacts; saving goes through actions."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import ModelForm
from portal.models import User
from portal.places import countries, currencies
from suppliers.enums import LossCause, PartnerKind, PartnerStatus
from suppliers.models import Contact, Partner
from suppliers.permissions import KEEPERS
from suppliers.policies import check_can_become


class VersionedForm(ModelForm):
    """Carries the version that was shown, so that a stale save can be refused."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Works on a copy of `instance`: validation changes it, the row itself only an action may change."""
        if kwargs.get("instance") is not None:
            kwargs["instance"] = copy(kwargs["instance"])
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    @property
    def facts(self) -> dict[str, Any]:
        """The cleaned fields of the model, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


@dataclass(frozen=True)
class FieldGroup:
    label: Any
    fields: list[BoundField]


PARTNER_GROUPS = (
    (_("Who they are"), ("name", "code", "kind", "legal_name", "tax_id")),
    (
        _("How we work together"),
        ("status", "lost_on", "lost_cause", "lost_reason", "segment", "owner", "since", "radar_days"),
    ),
    (_("Where they are"), ("city", "country", "currency")),
    (_("How to reach them"), ("email", "phone", "website")),
)


class PartnerForm(VersionedForm):
    """A partner as staff keep it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=PartnerStatus.choices, initial=PartnerStatus.ACTIVE)
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)
    radar_days = forms.IntegerField(
        label=_("Ask “still good?” so many days before"),
        required=False,
        min_value=2,
        max_value=60,
        help_text=_("2 to 60. Empty: as for all partners."),
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200, widget=forms.TextInput
    )

    class Meta:
        model = Partner
        fields = [
            "kind", "name", "code", "status", "lost_on", "lost_cause", "lost_reason", "segment", "owner",
            "since",
            "legal_name", "tax_id", "country", "city", "currency", "email", "phone", "website", "radar_days",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "code": _("Code"),
            "legal_name": _("Legal name"),
            "segment": _("Segment"),
            "owner": _("Owner"),
            "since": _("Partner since"),
            "city": _("City"),
            "email": _("E-mail address"),
            "phone": _("Phone"),
            "tax_id": _("Tax number"),
            "lost_on": _("Lost on"),
            "lost_cause": _("Cause of the loss"),
            "lost_reason": _("Why we lost them"),
        }
        help_texts = {
            "code": _("As your order system names this partner. Imports find it by this code."),
            "segment": _("For staff only, for example A, B or C."),
            "owner": _("Who looks after this partner; their people reach this person when stuck."),
            "lost_on": _("Only for a partner with the status “Lost”."),
            "lost_cause": _("As long as nobody says it, it counts as dissatisfied with us."),
        }
        error_messages = {
            "code": {"unique": _("Another partner already has this code.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(role__in=KEEPERS, is_active=True).order_by("name")
        self.fields["owner"].empty_label = gettext("Nobody yet")
        self.fields["lost_cause"].choices = [("", gettext("Nobody has said yet")), *LossCause.choices]
        if self.instance.pk and self.initial.get("tax_id"):
            # It is written whose money goes where: from here on it takes two people.
            self.fields["tax_id"].disabled = True
            self.fields["tax_id"].help_text = format_html(
                '<a href="{}">{}</a>',
                reverse("suppliers:data_changes", args=[self.instance.public_id]),
                gettext("Ask for another one: a second person decides."),
            )

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields as they belong together."""
        return [FieldGroup(label, [self[name] for name in names]) for label, names in PARTNER_GROUPS]

    def clean_code(self) -> str:
        """Codes differ by more than their capitals: two such partners would be mixed up."""
        code: str = self.cleaned_data["code"].strip()
        if Partner.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(gettext("Another partner already has this code."), code="unique")
        return code

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if self.instance.pk:
            check_can_become(self.instance.status, status)
        return status

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("status") == PartnerStatus.LOST:
            for name, message in (
                ("lost_on", gettext("Say on which day we lost them.")),
                ("lost_reason", gettext("Say why: it is how we learn.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        elif "status" in cleaned:
            # Whoever came back is lost no more; the history keeps when and why they were.
            cleaned["lost_on"], cleaned["lost_cause"], cleaned["lost_reason"] = None, "", ""
        return cleaned


class ContactForm(VersionedForm):
    """A person at a partner whom we can reach."""

    class Meta:
        model = Contact
        fields = ["name", "role", "email", "phone", "preferred_channel"]
        labels = {
            "name": _("Name"),
            "role": _("What they do"),
            "email": _("E-mail address"),
            "phone": _("Phone"),
            "preferred_channel": _("Prefers"),
        }
        help_texts = {"preferred_channel": _("For example: phone, mail, a visit.")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            raise ValidationError(
                gettext("Give an e-mail address or a phone number, so that we can reach them.")
            )
        return cleaned
