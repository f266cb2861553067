"""What people type about a text: a question or proposal, its answer, and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.enums import CommentDecision, CommentKind
from cms.models import TextVersion
from portal.forms import Form

LONGEST = 2000


class AskForm(Form):
    """The same for both sides; how soon it is answered stands beside it."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=CommentKind.choices,
        initial=CommentKind.QUESTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Ask, or propose a change"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words first.")},
    )
    name_shown = forms.BooleanField(
        label=_("May be published with my name"),
        required=False,
        help_text=_("Without it nobody but us reads your words; others may read our answer to “a partner”."),
    )


class ReplyForm(Form):
    """The answer; a proposal also gets a decision."""

    decision = forms.ChoiceField(
        label=_("Do we take it up?"),
        choices=CommentDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether we take it up: yes, not yet, or no.")},
    )
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words first.")},
    )
    publish = forms.BooleanField(label=_("Publish it at once"), required=False)

    def __init__(self, *args: Any, is_proposal: bool, is_named: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_proposal:
            del self.fields["decision"]
        self.fields["publish"].help_text = (
            _("Everybody who may read the text then reads the question with its name, and the answer.")
            if is_named
            else _("Everybody who may read the text then reads the answer alone: say in it what was asked.")
        )


class LedToForm(Form):
    """The version that was changed because of it."""

    version = forms.ModelChoiceField(
        label=_("Which version came of it?"),
        queryset=TextVersion.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None so far"),
        help_text=_("Whoever asked is thanked on the day from which it holds; the version says it too."),
    )

    def __init__(self, *args: Any, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = _named


def _named(version: TextVersion) -> str:
    return str(_("Version %(number)s") % {"number": version.number})
