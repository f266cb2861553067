"""What people choose when they bring in a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.forms import Form
from suppliers.facts.profiles import find_profile, profile_choices
from suppliers.imports.datasets import DATASETS
from suppliers.permissions import can_import


def dataset_choices(actor: Actor) -> list[tuple[str, Any]]:
    """What the actor may bring in."""
    return [(name, _(dataset.title)) for name, dataset in DATASETS.items() if can_import(actor, name)]


def all_profile_choices(actor: Actor) -> list[tuple[str, Any]]:
    """The profiles that feed nothing else than what the actor may bring in."""
    choices = profile_choices([name for name, _title in dataset_choices(actor)])
    return [("", _("None: the columns have our names")), *choices]


class ImportForm(Form):
    """A file, what its rows are, and who explains its columns."""

    dataset = forms.ChoiceField(label=_("What is in it"), initial="orders")
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8), .xlsx (the first sheet counts), or a UBL message (.xml)."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.xlsx,.txt,.xml,.zip", "data-ac-names": "picked"}
        ),
    )
    profile = forms.ChoiceField(
        label=_("Profile"),
        required=False,
        help_text=_("For a file from another system: which of its columns is which of ours."),
    )
    create_partners = forms.BooleanField(
        label=_("Create partners that are missing"),
        required=False,
        help_text=_("As active suppliers, with the code and name of the order rows."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = dataset_choices(actor)
        self.fields["profile"].choices = all_profile_choices(actor)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, dataset = cleaned.get("profile"), cleaned.get("dataset")
        if name and dataset:
            feeds = find_profile(name).datasets
            if dataset not in feeds:
                titles = ", ".join(str(_(DATASETS[item].title)) for item in feeds)
                self.add_error("dataset", _("This profile feeds: %(titles)s.") % {"titles": titles})
        return cleaned
