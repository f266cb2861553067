"""What can be done with an import now, and what that would do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import number
from suppliers.enums import BatchState
from suppliers.imports.ubl.reading import MessageTable
from suppliers.models import ImportBatch
from suppliers.policies import can_cancel, can_confirm, can_map, can_undo, is_unmapped
from suppliers.presenters.refused import kinds_of


@dataclass(frozen=True)
class KeptRow:
    """What could not be taken back."""

    kind: str
    name: str
    why: str


@dataclass(frozen=True)
class Acts:
    cancel_url: str
    undo_url: str
    undo_title: str
    undo_words: str
    undo_button: str
    map_url: str
    is_unmapped: bool
    is_message: bool
    goes_on: bool
    mend: list[tuple[str, str]]
    kept: list[KeptRow]
    kept_title: str


def acts_of(batch: ImportBatch, counts: dict[str, int]) -> Acts:
    stored = batch.state in (BatchState.LOADING, BatchState.STOPPED)
    undoing = batch.state == BatchState.UNDOING
    kept = [KeptRow(kind, name, why) for kind, name, why in batch.undo_report]
    has_changed = counts["new"] + counts["changed"] > 0 or stored or undoing
    return Acts(
        cancel_url=_address("import_cancel", batch) if can_cancel(batch) else "",
        undo_url=_address("import_undo", batch) if can_undo(batch) and has_changed else "",
        undo_title=_("Take back what is stored") if stored else _("Take it back"),
        undo_words=_undo_words(batch, counts),
        undo_button=_("Go on taking it back") if undoing else _("Take it back"),
        map_url=_address("import_map", batch) if can_map(batch) and _is_foreign(batch) else "",
        is_unmapped=is_unmapped(batch),
        is_message=is_message(batch),
        goes_on=can_confirm(batch) and stored,
        mend=_mend(batch) if counts["refused"] else [],
        kept=kept,
        kept_title=ngettext("Not taken back: %(count)s", "Not taken back: %(count)s", len(kept))
        % {"count": number(len(kept))},
    )


def is_message(batch: ImportBatch) -> bool:
    """One order or ship notice, which is saved as a whole or not at all."""
    return batch.preview.get("encoding") == MessageTable.encoding


def _is_foreign(batch: ImportBatch) -> bool:
    return is_unmapped(batch) or (bool(batch.profile_document) and not batch.profile)


def _undo_words(batch: ImportBatch, counts: dict[str, int]) -> str:
    """Exactly what would happen, with counts, before it does."""
    if batch.state != BatchState.LOADED:
        return _(
            "What was stored of this file goes; what it changed gets back what it was; its promises are "
            "taken back by a new entry. What somebody has changed since stays, and is listed here."
        )
    return _(
        "What the %(new)s new rows created goes; what the %(changed)s changed rows were comes back; promises "
        "are taken back by a new entry. What somebody has changed since stays, and is listed here."
    ) % {"new": number(counts["new"]), "changed": number(counts["changed"])}


def _mend(batch: ImportBatch) -> list[tuple[str, str]]:
    """The refused rows as files to mend and to send again, in the formats that read as they did."""
    if not batch.refused_rows.exists():
        return []
    address = _address("import_refused_rows", batch)
    return [(kind.upper(), f"{address}?format={kind}") for kind in kinds_of(batch)]


def _address(name: str, batch: ImportBatch) -> str:
    return reverse(f"suppliers:{name}", kwargs={"public_id": batch.public_id})
