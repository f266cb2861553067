"""What somebody says who makes two partners one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import Form


class MergeForm(Form):
    into = forms.SlugField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("It is kept in the history of both. For example: the same firm under an old code."),
    )
