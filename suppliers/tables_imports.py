"""The list of what was brought in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, LinkColumn, MomentColumn, NumberColumn, Table
from portal.templatetags.accord import chip
from suppliers.enums import BatchState
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch
from suppliers.policies import is_unmapped
from suppliers.presenters.imports import counted, state_words

TONES = {
    BatchState.CHECKING: "open",
    BatchState.PREVIEW: "warn",
    BatchState.LOADING: "open",
    BatchState.LOADED: "ok",
    BatchState.STOPPED: "warn",
    BatchState.UNDOING: "open",
    BatchState.UNDONE: "",
    BatchState.FAILED: "bad",
    BatchState.DISCARDED: "",
}


def page_of(record: ImportBatch) -> str:
    return reverse("suppliers:import", kwargs={"public_id": record.public_id})


class CountOf(NumberColumn):
    """How many rows of the file met this fate."""

    def __init__(self, verbose_name: Any, fate: str) -> None:
        super().__init__(verbose_name, accessor="pk", orderable=False)
        self.fate = fate

    def value(self, value: Any, record: ImportBatch) -> int:
        return counted(record, self.fate)

    def render(self, value: Any, record: ImportBatch) -> Any:
        return super().render(counted(record, self.fate), record)


class DatasetColumn(Column):
    def write(self, value: str, record: ImportBatch) -> Any:
        return _(DATASETS[value].title) if value in DATASETS else value


class StateColumn(ChipColumn):
    """A file whose columns nobody has named yet waits for a person, though nothing is checked meanwhile."""

    def value(self, value: Any, record: ImportBatch) -> str:
        return state_words(record)

    def render(self, value: Any, record: ImportBatch, bound_column: Any) -> Any:
        if is_unmapped(record):
            return chip(state_words(record), self.tones[BatchState.PREVIEW])
        return super().render(value, record, bound_column)


class ImportTable(Table):
    """Newest first: the file, what became of its rows, who brought it."""

    always = ("file_name",)
    empty_title = _("No file has come in yet")
    empty_hint = _("Bring in orders first, then what was promised and what arrived.")

    file_name = LinkColumn(_("File"), linkify=page_of, sub=lambda record: record.profile)
    dataset = DatasetColumn(_("Rows are"))
    new = CountOf(_("New"), "new")
    changed = CountOf(_("Changed"), "changed")
    same = CountOf(_("Same"), "same")
    refused = CountOf(_("Refused"), "refused")
    created_at = MomentColumn(_("When"))
    created_by = Column(_("By"), default=_("command"))
    state = StateColumn(_("State"), tones=dict(TONES))

    class Meta(Table.Meta):
        model = ImportBatch
        fields = ()
