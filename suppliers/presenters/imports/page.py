"""An import as its page shows it: where it stands, what the file would do, what was refused and why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.presentation import number
from suppliers.enums import BatchState
from suppliers.models import ImportBatch
from suppliers.policies import can_confirm, can_discard, has_stopped, is_unmapped
from suppliers.presenters.imports.acts import acts_of, is_message
from suppliers.presenters.imports.counts import counts_of, datasets_of, tiles_of
from suppliers.presenters.imports.refused import reasons_of
from suppliers.presenters.imports.rows import (
    changes_of,
    matched_of,
    matched_words,
    samples_of,
    warnings_of,
    warnings_title,
)
from suppliers.presenters.imports.shapes import ImportView
from suppliers.presenters.imports.words import good_words, reason_of, save_words, steps_of, title_of

SHOWN = 10
SHOWN_ALL = 500
MOVING = {
    BatchState.CHECKING: gettext_lazy("Reading"),
    BatchState.LOADING: gettext_lazy("Saving"),
    BatchState.UNDOING: gettext_lazy("Taking back"),
}
PAST = (BatchState.LOADED, BatchState.STOPPED, BatchState.UNDOING, BatchState.UNDONE)


def import_view(batch: ImportBatch, show: str = "") -> ImportView:
    """The page of a batch; `show` opens all of "refused" or "changed"."""
    counts = counts_of(batch)
    moved = 0 if is_message(batch) and counts["refused"] else counts["new"] + counts["changed"]
    errors = batch.errors.all()
    refused_limit = SHOWN_ALL if show == "refused" else SHOWN
    refused = list(errors[: refused_limit + 1]) if counts["refused"] else []
    refused_rest = errors.count() - refused_limit if len(refused) > refused_limit else 0
    changes = changes_of(batch)
    changes_limit = SHOWN_ALL if show == "changed" else SHOWN
    job = batch.job
    return ImportView(
        batch=batch,
        title=title_of(batch, counts, moved),
        reason=reason_of(batch, counts),
        steps=steps_of(batch),
        tiles=tiles_of(batch, counts),
        datasets=datasets_of(batch),
        refused=refused[:refused_limit],
        refused_title=ngettext("Refused: %(count)s row", "Refused: %(count)s rows", counts["refused"])
        % {"count": number(counts["refused"])},
        refused_rest=refused_rest,
        changes=changes[:changes_limit],
        changes_title=ngettext("Changed: %(count)s row", "Changed: %(count)s rows", counts["changed"])
        % {"count": number(counts["changed"])},
        changes_rest=max(0, len(changes) - changes_limit),
        warnings=warnings_of(batch)[:SHOWN],
        warnings_title=warnings_title(batch),
        matched=matched_of(batch),
        matched_words=matched_words(batch),
        samples=samples_of(batch),
        moved=moved,
        refused_rows=counts["refused"],
        save_words=save_words(moved),
        good_words=good_words(counts),
        can_confirm=can_confirm(batch) and (moved > 0 or batch.state == BatchState.STOPPED),
        can_discard=can_discard(batch),
        has_stopped=has_stopped(batch),
        is_moving=batch.state in MOVING and not has_stopped(batch) and not is_unmapped(batch),
        running_title=str(MOVING.get(BatchState(batch.state), "")),
        acts=acts_of(batch, counts),
        reasons=reasons_of(batch) if counts["refused"] else [],
        stopped_words=job.error if job and job.error else _("It was cancelled, or its worker died."),
        was_word=_("Was") if batch.state in PAST else _("Now stored"),
        now_word=_("Became") if batch.state in PAST else _("Becomes"),
        all_or_nothing=batch.options.get("all_or_nothing", False),
        percent=job.percent if job else 0,
        done=job.done if job else 0,
        total=job.total if job else 0,
    )
