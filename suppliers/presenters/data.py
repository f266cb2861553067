"""The catalogue of data: what there is of each dataset, and how it comes in and goes out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import exports
from portal.actors import Actor
from portal.presentation import NONE, moment, number
from suppliers.enums import BatchState
from suppliers.facts.rows import rows_of
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch
from suppliers.permissions import can_import, can_see_dataset
from suppliers.presenters.formats import Format, format_of


@dataclass(frozen=True)
class DataRow:
    """A dataset in the list; `imported` is empty when no file ever brought it in."""

    format: Format
    rows: str
    imported: str
    url: str
    export_url: str
    import_url: str


@dataclass(frozen=True)
class DataView:
    """A dataset on its own page."""

    row: DataRow
    template_url: str
    api_path: str
    import_command: str
    export_command: str
    fits_sheet: bool


def data_rows(actor: Actor) -> list[DataRow]:
    """The datasets that the actor may see, in the order in which they are brought in."""
    names = [name for name in DATASETS if can_see_dataset(actor, name)]
    imported = _imported(actor, names)
    return [_row(actor, name, rows_of(name, actor).count(), imported) for name in names]


def data_view(actor: Actor, dataset: str) -> DataView:
    count = rows_of(dataset, actor).count()
    return DataView(
        row=_row(actor, dataset, count, _imported(actor, [dataset])),
        template_url=reverse("suppliers:data_template", kwargs={"dataset": dataset}),
        api_path=reverse(f"suppliers-api:{dataset}-list"),
        import_command=f"manage.py import {dataset} {dataset}.csv",
        export_command=f"manage.py export {dataset} {dataset}.csv",
        fits_sheet=count < exports.SHEET_ROWS,
    )


def _row(actor: Actor, dataset: str, count: int, imported: Mapping[str, dt.datetime | None]) -> DataRow:
    at = imported[dataset]
    kwargs = {"dataset": dataset}
    upload = f"{reverse('suppliers:import_new')}?dataset={dataset}"
    return DataRow(
        format=format_of(DATASETS[dataset]),
        rows=number(count) if count else _("none yet"),
        imported=moment(at) if at else NONE,
        url=reverse("suppliers:data_set", kwargs=kwargs),
        export_url=reverse("suppliers:data_export", kwargs=kwargs) if count else "",
        import_url=upload if can_import(actor, dataset) else "",
    )


def _imported(actor: Actor, names: list[str]) -> Mapping[str, dt.datetime | None]:
    """When each was last loaded from a file, which may have fed several: one query."""
    loaded = ImportBatch.objects.for_actor(actor).filter(state=BatchState.LOADED).order_by()
    latest = {name: Max("loaded_at", filter=Q(counts__has_key=name)) for name in names}
    return loaded.aggregate(**latest) if latest else {}
