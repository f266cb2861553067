"""What people write about cards."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from portal.forms import Form

ACKNOWLEDGE, COMMENT, REPLY = "acknowledge", "comment", "reply"
LONGEST = 4000


class ResponseForm(Form):
    """A partner's answer or our reply. Only an acknowledgement may go without words."""

    text = forms.CharField(
        required=False, max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, act: str, partner: str, needs_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_words = needs_words
        field = self.fields["text"]
        if act == REPLY:
            field.label = _("Reply to %(partner)s") % {"partner": partner}
            field.help_text = _("Everybody of %(partner)s can read it. It stays with this card.") % {
                "partner": partner
            }
        else:
            field.label = _("Comment to %(company)s") % {"company": settings.COMPANY_NAME}
            field.help_text = _("Your buyer and purchasing read it. It stays with this card.")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.needs_words and not text:
            raise forms.ValidationError(_("Write a few words first."))
        return text
