"""What people fill in about papers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from portal.forms_files import FilesField
from suppliers.enums import PartnerKind
from suppliers.forms import VersionedForm
from suppliers.models import DocumentNeed, PartnerDocument


class DocumentForm(Form):
    """A paper, with its files. `types`: the names in use, offered while one types."""

    type = forms.CharField(
        label=_("What is it?"),
        max_length=100,
        help_text=_(
            "For example ISO 9001, Insurance, Framework agreement. Papers of one name renew each other."
        ),
        widget=forms.TextInput(attrs={"list": "paper-types", "autocomplete": "off"}),
    )
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    issued_on = forms.DateField(label=_("Issued"), required=False)
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_(
            "It is good up to and on this day. Both sides hear 90, 60 and 30 days before, and on it."
        ),
    )
    files = FilesField()

    def __init__(self, *args: Any, document: PartnerDocument | None = None, **options: Any) -> None:
        if document is not None:
            known = {name: getattr(document, name) for name in ("type", "number", "issued_on", "expires_on")}
            options["initial"] = known | dict(options.get("initial") or {})
        super().__init__(*args, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class NeedForm(VersionedForm):
    """A paper that partners bring."""

    kinds = forms.MultipleChoiceField(
        label=_("For"),
        choices=PartnerKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for partners of every kind."),
    )

    class Meta:
        model = DocumentNeed
        fields = ["type", "why", "kinds", "must_expire", "is_active"]
        labels = {
            "type": _("Document"),
            "why": _("What for"),
            "must_expire": _("Has a last day"),
            "is_active": _("In use"),
        }
        help_texts = {
            "type": _("As papers of this sort are named."),
            "why": _("One sentence that the partner reads."),
        }

    def clean_type(self) -> str:
        name = " ".join(self.cleaned_data["type"].split())
        if DocumentNeed.objects.filter(type__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(gettext("This paper is on the list already."))
        return name
