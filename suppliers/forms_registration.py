"""What a newcomer types, and what we answer. A stranger's words stay plain: no address hides in a name."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from portal.models import User
from portal.places import countries
from suppliers.enums import PartnerKind
from suppliers.models import Partner
from suppliers.permissions import KEEPERS

_ADDRESS = re.compile(
    r"://|www\.|[<>@\\]|\b[\w-]+\.(com|net|org|io|ru|cn|info|biz|xyz|top|link|click)\b", re.I
)


def plain_line(text: str) -> None:
    """One line of words. Raises ValidationError for addresses, and for signs that nobody sees."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") for sign in text):
        raise ValidationError(gettext("Write it in letters that can be read."))
    if _ADDRESS.search(text):
        raise ValidationError(gettext("Write it without the address of a page or mail."))


def plain_text(text: str) -> None:
    """Several lines of words. Raises ValidationError for signs that nobody sees."""
    plain = text.replace("\r", "").replace("\n", "").replace("\t", "")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn") for sign in plain):
        raise ValidationError(gettext("Write it in letters that can be read."))


def _line(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, validators=[plain_line], **options)


class RegisterForm(Form):
    """`fax` is for machines: people do not see it, and who fills it in is not kept."""

    kind = forms.ChoiceField(
        label=_("You are a"),
        choices=PartnerKind.choices,
        widget=forms.RadioSelect,
        initial=PartnerKind.SUPPLIER,
    )
    name = _line(_("Company"), 200)
    legal_name = _line(_("Legal name"), 200, required=False, help_text=_("If it is another one."))
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    city = _line(_("City"), 100, required=False)
    tax_id = _line(_("Tax number"), 40, required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200, widget=forms.TextInput
    )
    offers = forms.CharField(
        label=_("What do you offer?"),
        max_length=4000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
        help_text=_("In a few sentences: what you make or sell, for whom, what you are proud of."),
    )
    contact_name = _line(_("Your name"), 150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a link there, to see that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = _line(_("Phone"), 40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"}))
    fax = forms.CharField(required=False, label=_("Leave this empty"))

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("fax"))

    @property
    def facts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "fax"}

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields as they belong together."""
        return [
            (_("Your company"), [self[name] for name in ("kind", "name", "legal_name", "country", "city")]),
            (_("What you do"), [self[name] for name in ("offers", "website", "tax_id")]),
            (_("Whom we write to"), [self[name] for name in ("contact_name", "email", "phone")]),
        ]


class ApproveForm(Form):
    """The new partner's name, code and owner."""

    name = _line(_("Name"), 200)
    code = forms.CharField(
        label=_("Code"), max_length=100, help_text=_("As your order system names this partner.")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "approve_%s", **options})
        people = User.objects.filter(role__in=KEEPERS, is_active=True).order_by("name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class SamePartnerForm(Form):
    """The partner that it is."""

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        empty_label="---------",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "same_%s", **options})
        partners = Partner.objects.filter(merged_into=None).order_by("name", "pk")
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class DeclineForm(Form):
    """Kind words, that they read."""

    words = forms.CharField(
        label=_("What do we tell them?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "decline_%s", **options})
