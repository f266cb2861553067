"""The base of our filters: they live in the URL, and each that is in force is a link that takes it away."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import presentation
from portal.forms import DateInput, Form

# What the address also holds: order, columns and page stay when a filter goes, but the page starts again.
KEPT = ("sort", "cols")


class FilterForm(Form):
    """What is typed wrongly in an address filters nothing and says so."""


class SearchFilter(django_filters.CharFilter):
    """Free words: each must occur in one of `fields` (lookups of the model)."""

    def __init__(self, fields: Sequence[str], *, label: Any = None, **options: Any) -> None:
        super().__init__(method=self._search, label=label or _("Search"), **options)
        self.fields = fields

    def _search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            anywhere = Q()
            for lookup in self.fields:
                anywhere |= Q(**{f"{lookup}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset


class DayFilter(django_filters.DateFilter):
    """A day, typed or picked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=DateInput(), **options)


class FilterSet(django_filters.FilterSet):
    """Subclasses declare filters; `inline` names those that stand in the bar, the rest opens under 'More'."""

    inline: Sequence[str] = ("q",)

    class Meta:
        form = FilterForm

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        for name, entry in self.filters.items():
            if isinstance(entry, django_filters.ChoiceFilter) and "empty_label" not in entry.extra:
                label = entry.label or name.replace("_", " ").capitalize()
                entry.extra["empty_label"] = _("%(name)s: any") % {"name": label}

    @classmethod
    def get_fields(cls) -> Any:
        """Only declared filters, unless Meta names a model."""
        return super().get_fields() if cls._meta.model else {}

    @cached_property
    def fields_inline(self) -> list[BoundField]:
        return [self.form[name] for name in self.inline if name in self.form.fields]

    @cached_property
    def fields_more(self) -> list[BoundField]:
        return [field for field in self.form.visible_fields() if field.name not in self.inline]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters of the address that a new search keeps."""
        return [(name, value) for name in KEPT for value in self.data.getlist(name)] if self.data else []

    @property
    def applied(self) -> list[dict[str, Any]]:
        """Every filter in force: its label, its value in words and the address without it."""
        if not self.is_bound or not self.form.is_valid():
            return []
        return [
            {"label": self.form[name].label, "words": self._words(name, value), "url": self._without(name)}
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [], ()) and not (hasattr(value, "exists") and not value)
        ]

    @property
    def url_without_all(self) -> str:
        parameters = self.data.copy()
        for name in [*self.form.fields, "page"]:
            parameters.pop(name, None)
        return f"?{parameters.urlencode()}"

    def _without(self, name: str) -> str:
        parameters = self.data.copy()
        for each in (name, "page"):
            parameters.pop(each, None)
        return f"?{parameters.urlencode()}"

    def _words(self, name: str, value: Any) -> str:
        choices = dict(_flat(getattr(self.form.fields[name], "choices", ())))
        given = value if isinstance(value, (list, tuple)) or hasattr(value, "iterator") else [value]
        return ", ".join(str(choices.get(str(each), _written(each))) for each in given)


def _flat(choices: Any) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for value, label in choices:
        pairs += _flat(label) if isinstance(label, (list, tuple)) else [(str(value), label)]
    return pairs


def _written(value: Any) -> str:
    if hasattr(value, "strftime"):
        return presentation.day(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
