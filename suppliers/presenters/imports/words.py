"""What the page of an import says: its title, the reason under it, its steps, its buttons."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import moment, number
from suppliers.enums import BatchState
from suppliers.models import ImportBatch
from suppliers.policies import is_unmapped
from suppliers.presenters.imports.acts import is_message
from suppliers.presenters.imports.counts import counts_of
from suppliers.presenters.imports.shapes import EarlierRow, Step

# How far each state is along the steps of an import.
PLACES = {
    BatchState.CHECKING: 1,
    BatchState.PREVIEW: 2,
    BatchState.LOADING: 3,
    BatchState.STOPPED: 3,
    BatchState.LOADED: 4,
    BatchState.UNDOING: 4,
    BatchState.UNDONE: 5,
    BatchState.FAILED: 1,
    BatchState.DISCARDED: 2,
}


def state_words(batch: ImportBatch) -> str:
    """How it stands, in a list."""
    return _("waits for its columns") if is_unmapped(batch) else str(BatchState(batch.state).label)


def save_words(moved: int) -> str:
    return ngettext("Save %(count)s row", "Save %(count)s rows", moved) % {"count": number(moved)}


def good_words(counts: dict[str, int]) -> str:
    """What is saved, and what waits."""
    words = _("%(new)s new, %(changed)s changed.") % {
        "new": number(counts["new"]), "changed": number(counts["changed"]),
    }  # fmt: skip
    if counts["refused"]:
        rest = ngettext(
            "The refused row waits in a file for you.",
            "The %(count)s refused wait in a file for you.",
            counts["refused"],
        )
        words = f"{words} {rest % {'count': number(counts['refused'])}}"
    return words


def title_of(batch: ImportBatch, counts: dict[str, int], moved: int) -> str:
    if is_unmapped(batch):
        return _("Which column of %(file)s is which?") % {"file": batch.file_name}
    plain = {
        BatchState.CHECKING: _("Reading %(file)s"),
        BatchState.LOADING: _("Saving %(file)s"),
        BatchState.STOPPED: _("%(file)s stopped on the way"),
        BatchState.UNDOING: _("Taking back %(file)s"),
        BatchState.UNDONE: _("%(file)s is taken back"),
        BatchState.FAILED: _("This file cannot be read"),
        BatchState.DISCARDED: _("Thrown away: nothing was stored"),
    }.get(BatchState(batch.state))
    if plain is not None:
        return plain % {"file": batch.file_name} if "%(file)s" in plain else plain
    if batch.state == BatchState.LOADED:
        if not moved:
            return _("Nothing changed: all of it was here already")
        return ngettext("%(count)s row saved", "%(count)s rows saved", moved) % {"count": number(moved)}
    return _preview_title(counts, moved)


def _preview_title(counts: dict[str, int], moved: int) -> str:
    refused = counts["refused"]
    if not refused and not moved:
        return _("Nothing to save: all of it is here already")
    check = ngettext("Check %(count)s refused row", "Check %(count)s refused rows", refused) % {
        "count": number(refused)
    }
    save = ngettext("save %(count)s row", "save %(count)s rows", moved) % {"count": number(moved)}
    if refused and moved:
        return _("%(check)s, then %(save)s") % {"check": check, "save": save}
    return check if refused else save_words(moved)


def reason_of(batch: ImportBatch, counts: dict[str, int]) -> str:
    if batch.state == BatchState.FAILED:
        return batch.problem
    if batch.state == BatchState.UNDONE:
        return _undone_reason(batch)
    read = _("%(rows)s rows read from %(file)s.") % {"rows": number(batch.rows), "file": batch.file_name}
    if is_unmapped(batch):
        return _("Its columns are another system's. Point at them once; nothing is stored yet.")
    if batch.state == BatchState.PREVIEW:
        if is_message(batch) and counts["refused"]:
            whole = _("A message is saved as a whole: have it put right where it comes from, and sent again.")
            return f"{read} {whole}"
        return f"{read} {_('Nothing is stored until you save.')}"
    if batch.state == BatchState.LOADED:
        judged = counts["new"] + counts["changed"] > 0
        return f"{read} {_('Every line that changed was judged again.')}" if judged else read
    leave = _("You may leave this page or close it: the work goes on.")
    moving = {
        BatchState.CHECKING: _("We count what is new, changed or wrong. Nothing is stored."),
        BatchState.LOADING: leave,
        BatchState.UNDOING: leave,
        BatchState.STOPPED: _("What is stored counts already. Go on where it stopped, or take it back."),
    }
    return moving.get(BatchState(batch.state), read if batch.rows else batch.file_name)


def _undone_reason(batch: ImportBatch) -> str:
    when = {"at": moment(batch.undone_at), "who": batch.undone_by}
    if batch.undo_report:
        return _("Taken back on %(at)s by %(who)s, but for what somebody has changed since.") % when
    return _("What it created is gone, what it changed is as it was: %(at)s, %(who)s.") % when


def steps_of(batch: ImportBatch) -> list[Step]:
    size = number(Decimal(batch.size) / 1_000_000, 1) if batch.size >= 100_000 else ""
    weight = (
        _("%(size)s MB") % {"size": size}
        if size
        else _("%(size)s kB") % {"size": number(-(-batch.size // 1000))}
    )
    encoding = str(batch.preview.get("encoding", "")).removesuffix("-sig").upper()
    uploaded = ", ".join(filter(None, [moment(batch.created_at), weight, encoding]))
    place = PLACES[BatchState(batch.state)]
    saved = moment(batch.loaded_at) if batch.loaded_at else _("when you say so")
    if batch.state == BatchState.STOPPED:
        saved = _("in part")
    here = _("you are here")
    named = [
        (_("Uploaded"), uploaded),
        (_("Columns matched"), _matched_by(batch)),
        (_("Preview"), here if place == 2 else ""),
        (_("Saved"), saved),
    ]
    if batch.state in (BatchState.UNDOING, BatchState.UNDONE):
        named.append((_("Taken back"), moment(batch.undone_at) if batch.undone_at else here))
    return [
        Step(label, small, "done" if index < place else "now" if index == place else "")
        for index, (label, small) in enumerate(named)
    ]


def _matched_by(batch: ImportBatch) -> str:
    if batch.profile:
        return _("profile ‘%(name)s’") % {"name": batch.profile}
    if is_unmapped(batch):
        return _("by you")
    return _("as you pointed") if batch.profile_document else _("by their names")


def earlier_row(batch: ImportBatch) -> EarlierRow:
    counts = counts_of(batch)
    who = f", {batch.created_by}" if batch.created_by else ""
    if batch.state == BatchState.LOADED:
        became = _("%(new)s new, %(changed)s changed, %(refused)s refused.") % {
            name: number(counts[name]) for name in ("new", "changed", "refused")
        }
    else:
        became = state_words(batch).capitalize() + "."
    url = reverse("suppliers:import", kwargs={"public_id": batch.public_id})
    return EarlierRow(url, batch.file_name, f"{moment(batch.created_at)}{who}. {became}")
