"""Forms about people: who I am, whom I invite, how I come in."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from portal.models import User


def _time_zones() -> list[tuple[str, Any]]:
    """Places as people know them: 'Europe/Oslo'; the abbreviations of old are left out."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    own = _("As the company: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [("", own), *((zone, zone.replace("_", " ")) for zone in zones)]


def _languages() -> list[tuple[str, Any]]:
    return [("", _("As the browser")), *settings.LANGUAGES]


class ProfileForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("So that somebody can reach you when a line is stuck."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=_time_zones, required=False, help_text=_("Times are shown in it.")
    )


class InviteForm(Form):
    """`roles`: the choices of the place to which somebody is invited."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("How the mail greets them. They can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = roles


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = roles


class JoinForm(Form):
    """A new person: `email` is the invited address, against which the password is judged too."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters; not your name or address, and nothing that everybody uses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if not password:
            return cleaned
        if cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        try:
            validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
        except ValidationError as refusal:
            self.add_error("password", refusal)
        return cleaned


class TokenForm(Form):
    """`scopes`: what the person may give a token; `until`: the last day that may be chosen."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What uses it, so that you know it again: nightly export of the ERP."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Never more than you may yourself, and no longer than you may."),
        widget=forms.CheckboxSelectMultiple,
    )
    ends_on = forms.DateField(label=_("Last day"), help_text=_("Within a year."))

    def __init__(
        self, *args: Any, scopes: list[tuple[str, Any]], first: date, last: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"].choices = scopes
        self.first, self.last = first, last

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if not self.first <= day <= self.last:
            words = {"first": self.first.isoformat(), "last": self.last.isoformat()}
            raise ValidationError(_("Choose a day from %(first)s to %(last)s."), params=words)
        return day
