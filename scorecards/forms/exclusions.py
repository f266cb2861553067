"""Which lines are excused at once, why, and what the second person writes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms import DateInput, Form
from suppliers.actions.exclusions import LONGEST_REASON
from suppliers.models import Partner


class SpanForm(Form):
    """The lines: by requested day, site and partner; the reason is read beside each of them."""

    field_order = ["start", "end", "site", "partner", "reason"]
    start = forms.DateField(label=_("Requested from"), widget=DateInput())
    end = forms.DateField(label=_("to"), widget=DateInput())
    site = forms.ChoiceField(label=_("Receiving site"), required=False)
    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("All partners"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Partners read it beside each line: “Strike at the port of Oslo”."),
    )

    def __init__(self, *args: Any, partners: QuerySet[Partner], sites: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners
        self.fields["site"].choices = [("", _("All sites")), *((site, site) for site in sites)]


class NoteForm(Form):
    """The second person's words; to decline they are needed."""

    note = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Needed to decline: who proposed it reads them."),
    )
