"""What people type about the relationship: touchpoints, contact rules, praise, why a partner left."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.forms import DateInput, Form
from portal.models import User
from suppliers.actions import praise, touchpoints
from suppliers.actions.touchpoints import Said
from suppliers.enums import LossCause, PraiseSource, TouchKind, TouchState
from suppliers.forms import VersionedForm
from suppliers.models import Contact, ContactRule, Partner, Touchpoint


class TouchForm(VersionedForm):
    """A touchpoint with a known partner. `time` is of the reader's own zone."""

    field_order = [
        "kind", "on", "time", "by", "contact", "with_names", "place", "text",
        "promised", "promised_by_side", "promised_by", "is_shared",
    ]  # fmt: skip
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = Touchpoint
        fields = [
            "kind", "on", "by", "contact", "with_names", "place", "text", "promised", "promised_by_side",
            "promised_by", "is_shared",
        ]  # fmt: skip
        labels = {"promised_by": _("Until when")}
        help_texts = {
            "with_names": _("Where they are not among the contacts."),
            "text": _("What matters to them, in your words. Only our own people read it, unless shared."),
            "promised": _("One promise: what will be done."),
            "is_shared": _("It then stands on their own page, with who noted it."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5, "maxlength": touchpoints.LONGEST}),
            "promised": forms.Textarea(attrs={"rows": 2, "maxlength": touchpoints.LONGEST}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        row = self.instance
        contacts = Contact.objects.filter(partner_id=row.partner_id) if row.partner_id else None
        self.fields["contact"].queryset = contacts if contacts is not None else Contact.objects.none()
        self.fields["contact"].empty_label = gettext("Somebody else")
        self.fields["by"].queryset = User.objects.filter(is_active=True).exclude(role="").order_by("name")
        self.fields["by"].required = False
        self.fields["by"].empty_label = gettext("I was there")
        self.fields["kind"].choices = TouchKind.choices
        self.fields["promised_by_side"].choices = [
            (Side.COMPANY, gettext("We promised it")),
            (Side.PARTNER, gettext("They promised it")),
        ]
        self.fields["promised_by_side"].required = False
        self.fields["promised_by_side"].label = gettext("Who promised it")
        if row.starts_at is not None:
            self.initial["time"] = timezone.localtime(row.starts_at).time()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("promised"):
            cleaned["promised_by_side"] = ""
        elif not cleaned.get("promised_by_side"):
            cleaned["promised_by_side"] = Side.COMPANY
        return cleaned

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        at = given.get("time")
        zone = timezone.get_current_timezone()
        return Said(
            kind=given["kind"],
            on=given["on"],
            text=given["text"],
            starts_at=dt.datetime.combine(given["on"], at, zone) if at is not None else None,
            who=given["by"],
            contact=given["contact"],
            with_names=given["with_names"],
            place=given["place"],
            promised=given["promised"],
            promised_by_side=given["promised_by_side"],
            promised_by=given["promised_by"],
            is_shared=given["is_shared"],
        )


class NewTouchForm(TouchForm):
    """Also whom, where the page was not opened from a partner, and whether it was or will be."""

    field_order = ["partner", "state", *TouchForm.field_order]
    state = forms.ChoiceField(
        label=_("When"),
        choices=[(TouchState.DONE, _("It took place")), (TouchState.PLANNED, _("It is planned"))],
        widget=forms.RadioSelect,
    )
    partner = forms.ModelChoiceField(
        label=_("With which partner"), queryset=Partner.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners
        if self.instance.partner_id:
            self.fields["partner"].widget = forms.HiddenInput()
            self.initial["partner"] = self.instance.partner.public_id

    def _post_clean(self) -> None:
        """The partner may be none yet; the action checks the rest."""


class QuickNoteForm(Form):
    """At the foot of a partner's page."""

    text = forms.CharField(
        label=_("What did you talk about, what did you promise?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": touchpoints.LONGEST}),
    )
    kind = forms.ChoiceField(label=_("How"), choices=TouchKind.choices, initial=TouchKind.CALL)


class ContactRuleForm(VersionedForm):
    """How often; the action checks what belongs together."""

    class Meta:
        model = ContactRule
        fields = ["segment", "every_days", "kind", "kind_every_days"]
        labels = {
            "every_days": _("Speak at least every so many days"),
            "kind": _("And in this way"),
            "kind_every_days": _("every so many days"),
        }
        help_texts = {
            "segment": _("As partners carry it. Empty: every segment that has no rule of its own."),
            "every_days": _("1 to 730."),
            "kind": _("For example a visit each quarter: every 92 days. Leave both empty for none."),
        }
        error_messages = {"segment": {"unique": _("This segment has a rule already: change that one.")}}

    def __init__(self, *args: Any, segments: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["segment"].required = False

    def validate_constraints(self) -> None:
        """The action says it at the field."""


class PraiseForm(Form):
    """A partner praises one of our people."""

    person = forms.ModelChoiceField(
        label=_("Whom do you praise?"), queryset=User.objects.none(), to_field_name="public_id"
    )
    text = forms.CharField(
        label=_("What for"),
        max_length=praise.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what for: a few words are enough.")},
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = gettext("Choose a person")


class NotedPraiseForm(PraiseForm):
    """Of staff: what a partner or a customer said."""

    field_order = ["source", "partner", "said_by", "person", "text"]
    source = forms.ChoiceField(label=_("Who praised"), choices=PraiseSource.choices, widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        label=_("Which partner"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        required=False,
        help_text=_("Only where a partner said it."),
    )
    said_by = forms.CharField(
        label=_("Said by"), max_length=200, help_text=_("The person, and a customer’s firm.")
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("source") == PraiseSource.PARTNER and not cleaned.get("partner"):
            self.add_error("partner", gettext("Say which partner."))
        if cleaned.get("source") == PraiseSource.CUSTOMER:
            cleaned["partner"] = None
        return cleaned


class LossForm(VersionedForm):
    """Why a partner left."""

    class Meta:
        model = Partner
        fields = ["lost_on", "lost_cause", "lost_reason"]
        labels = {
            "lost_on": _("Lost on"),
            "lost_cause": _("Cause"),
            "lost_reason": _("Why, in a sentence"),
        }
        help_texts = {"lost_reason": _("What they told us, or what we think. Only our own people read it.")}
        widgets = {"lost_on": DateInput()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lost_on"].required = True
        self.fields["lost_reason"].required = True
        self.fields["lost_cause"].choices = cause_choices()


def cause_choices() -> list[tuple[str, Any]]:
    return [("", gettext("Nobody knows yet: counts as dissatisfied")), *LossCause.choices]
