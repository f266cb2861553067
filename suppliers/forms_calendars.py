"""What staff type about the days on which a site receives."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from portal.presentation import number
from suppliers.actions.calendars import CalendarRefused, check_facts
from suppliers.engine.holidays import LONGEST_RANGE, BadLine, days_in, in_lines
from suppliers.forms import VersionedForm
from suppliers.models import Calendar
from suppliers.presenters.calendars import weekdays

SHOWN_ERRORS = 5


class CalendarForm(VersionedForm):
    """Sites and holidays are typed one a line; `one_more` is a site picked from those we know."""

    weekend = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days off in a week"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("On these days the site does not receive."),
    )
    one_more = forms.CharField(
        label=gettext_lazy("Add a site we know"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-sites", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "From the ship-to of our order lines. It is added to the sites when you save."
        ),
    )
    holidays = forms.CharField(
        label=gettext_lazy("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "num", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One day a line, as 2026-12-25; or a first and a last day, as 2026-12-24 to 2027-01-01."
        ),
    )

    class Meta:
        model = Calendar
        fields = ["name", "sites", "weekend", "holidays"]
        labels = {"name": gettext_lazy("Name"), "sites": gettext_lazy("Receiving sites")}
        help_texts = {
            "name": gettext_lazy("For example “Hamburg” or “Plants in Norway”."),
            "sites": gettext_lazy(
                "One a line, as the ship-to of order lines names them. Empty: all sites that no other "
                "calendar names."
            ),
        }
        widgets = {"sites": forms.Textarea(attrs={"rows": 4})}

    field_order = ["name", "sites", "one_more", "weekend", "holidays"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekend"].choices = list(weekdays().items())
        self.initial["holidays"] = "\n".join(in_lines(self.instance.days_off))
        if self.instance.pk is None:
            self.initial["weekend"] = list(self.instance.weekend)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "one_more"}

    def clean_holidays(self) -> list[str]:
        days, bad = days_in(self.cleaned_data["holidays"])
        if bad:
            told = [_why(line) for line in bad[:SHOWN_ERRORS]]
            if len(bad) > SHOWN_ERRORS:
                more = gettext("And %(count)s lines more.") % {"count": number(len(bad) - SHOWN_ERRORS)}
                told.append(more)
            raise ValidationError(told)
        return [day.isoformat() for day in days]

    def clean_weekend(self) -> list[int]:
        return sorted(self.cleaned_data["weekend"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sites = Calendar(sites=cleaned.get("sites") or "").site_list
        one_more = (cleaned.get("one_more") or "").strip()
        sites += [one_more] if one_more else []
        once: dict[str, str] = {}
        for site in sites:
            once.setdefault(site.casefold(), site)
        cleaned["sites"] = "\n".join(once.values())
        if not self.errors:
            try:
                check_facts({name: cleaned[name] for name in self.Meta.fields}, self._row())
            except CalendarRefused as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def _row(self) -> Calendar | None:
        return self.instance if self.instance.pk else None

    def _post_clean(self) -> None:
        """`check_facts` has said what cannot be; the model is only filled by the action."""


def _why(line: BadLine) -> str:
    values = {"number": number(line.number), "text": line.text[:40], "most": number(LONGEST_RANGE)}
    words = {
        "no_day": gettext("Line %(number)s, “%(text)s”: write a day as %(today)s."),
        "order": gettext("Line %(number)s, “%(text)s”: the last day is before the first."),
        "long": gettext("Line %(number)s, “%(text)s”: a range has at most %(most)s days."),
    }
    return words[line.why] % {**values, "today": date(2026, 12, 25).isoformat()}
