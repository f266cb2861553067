"""Stored facts leave the portal: who took which of them is in the trail."""

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from suppliers.facts.rows import RowSource, rows_of
from suppliers.permissions import check_can_see_dataset


@transaction.atomic
def export_dataset(*, by: Actor, dataset: str, kind: str) -> RowSource:
    """All rows of a dataset that the actor may see, to be written as `kind`; one event in the trail.

    Raises PermissionDenied.
    """
    check_can_see_dataset(by, dataset)
    source = rows_of(dataset, by)
    audit.record(
        by=by, verb="data.exported", data={"dataset": dataset, "format": kind, "rows": source.count()}
    )
    return source
