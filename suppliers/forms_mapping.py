"""What somebody says on the mapping page, read into a draft; names come and go with the file's columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from suppliers.enums import PartnerKind
from suppliers.facts.profiles import is_taken
from suppliers.imports.datasets import DATASETS
from suppliers.imports.drafts import Draft
from suppliers.models import ImportProfile

WORDS_APART = ";"


@dataclass(frozen=True)
class Shape:
    """How the file is cut into cells, as somebody says it; empty is as it was found."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0


def shape_of(data: Mapping[str, str]) -> Shape:
    delimiter = {"tab": "\t"}.get(data.get("delimiter", ""), data.get("delimiter", ""))
    row = data.get("header_row", "")
    return Shape(data.get("encoding", ""), delimiter, int(row) if row.isdecimal() and len(row) < 4 else 0)


def draft_of_post(data: QueryDict, width: int) -> Draft:
    """The draft of a posted page for a file of `width` columns. Unknown names are left out."""
    known = {f"{name}.{column.identifier}" for name in DATASETS for column in DATASETS[name].columns}
    identifiers = {name.rpartition(".")[2] for name in known}
    chosen = {
        index: tuple(
            dict.fromkeys(key for key in data.getlist(f"c{index}") if key in known or key in identifiers)
        )
        for index in range(width)
    }
    return Draft(
        feeds=tuple(name for name in DATASETS if name in data.getlist("feeds")),
        targets={index: keys for index, keys in chosen.items() if keys},
        days={index: data[f"f{index}"] for index in range(width) if data.get(f"f{index}")},
        words={index: found for index in range(width) if (found := _words(data, index))},
        constants={name: data[f"k-{name}"].strip() for name in known if data.get(f"k-{name}", "").strip()},
        decimal=data.get("decimal", "") if data.get("decimal") in ("point", "comma") else "",
        empty=tuple(filter(None, (word.strip() for word in data.get("empty", "").split(WORDS_APART)))),
        time_zone=data.get("time_zone", ""),
        create_partners="create_partners" in data,
        partner_kind=data.get("partner_kind") or PartnerKind.SUPPLIER,
    )


def _words(data: QueryDict, index: int) -> dict[str, str]:
    theirs, ours = data.getlist(f"w{index}"), data.getlist(f"x{index}")
    return dict(zip(theirs, ours, strict=False)) if len(theirs) == len(ours) else {}


class KeepForm(Form):
    """What a new profile is called."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As people find it, such as “Open orders of SAP”.")
    )
    name = forms.RegexField(
        label=_("Name"),
        regex=r"^[a-z0-9][a-z0-9-]*$",
        max_length=80,
        required=False,
        help_text=_(
            "For commands and programs: small letters, digits and hyphens. From the title by default."
        ),
        error_messages={"invalid": _("Small letters, digits and hyphens, such as sap-open-orders.")},
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"] or named_after(self.cleaned_data.get("title", ""))
        if not name:
            raise forms.ValidationError(_("Give it a name, such as sap-open-orders."))
        if is_taken(name):
            raise forms.ValidationError(
                _("“%(name)s” comes with the product. Choose another."), params={"name": name}
            )
        if ImportProfile.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a profile “%(name)s” already."), params={"name": name})
        return name


def named_after(title: str) -> str:
    """ "Open orders of SAP" -> "open-orders-of-sap"."""
    return slugify(title).replace("_", "-").strip("-")[:80]


class DocumentForm(Form):
    """A profile as a document."""

    document = forms.CharField(
        label=_("Document"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "ac-document"}),
        help_text=_(
            "TOML or JSON: which of the file's columns is which of ours, and how its cells are written."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class UploadProfileForm(Form):
    """A profile that comes as a file, or is typed."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A profile in TOML or JSON, at most 200 kB; or write it below."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.json,.txt"}),
    )
    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false", "class": "ac-document"}),
    )


class SampleForm(Form):
    """A file of the kind that a profile explains."""

    file = forms.FileField(
        label=_("A file of this kind"),
        help_text=_("CSV or .xlsx; its first rows are enough."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
