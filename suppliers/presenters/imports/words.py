"""What the page of an import says: its title, the reason under it, its steps, its buttons."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import moment, number
from suppliers.enums import BatchState
from suppliers.models import ImportBatch
from suppliers.presenters.imports.counts import counts_of
from suppliers.presenters.imports.shapes import EarlierRow, Step


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
    if batch.state == BatchState.CHECKING:
        return _("Reading %(file)s") % {"file": batch.file_name}
    if batch.state == BatchState.LOADING:
        return _("Saving %(file)s") % {"file": batch.file_name}
    if batch.state == BatchState.FAILED:
        return _("This file cannot be read")
    if batch.state == BatchState.DISCARDED:
        return _("Thrown away: nothing was stored")
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
    read = _("%(rows)s rows read from %(file)s.") % {"rows": number(batch.rows), "file": batch.file_name}
    if batch.state == BatchState.PREVIEW:
        return f"{read} {_('Nothing is stored until you save.')}"
    if batch.state == BatchState.LOADED:
        return (
            f"{read} {_('Every line that changed was judged again.')}"
            if counts["new"] + counts["changed"]
            else read
        )
    if batch.state == BatchState.CHECKING:
        return _("We count what is new, changed or wrong. Nothing is stored.")
    if batch.state == BatchState.LOADING:
        return _("You may leave this page or close it: the work goes on.")
    return read if batch.rows else batch.file_name


def steps_of(batch: ImportBatch) -> list[Step]:
    size = number(Decimal(batch.size) / 1_000_000, 1) if batch.size >= 100_000 else ""
    weight = (
        _("%(size)s MB") % {"size": size}
        if size
        else _("%(size)s kB") % {"size": number(-(-batch.size // 1000))}
    )
    encoding = str(batch.preview.get("encoding", "")).removesuffix("-sig").upper()
    uploaded = ", ".join(filter(None, [moment(batch.created_at), weight, encoding]))
    profile = _("profile ‘%(name)s’") % {"name": batch.profile} if batch.profile else _("by their names")
    place = {
        BatchState.CHECKING: 1,
        BatchState.PREVIEW: 2,
        BatchState.LOADING: 3,
        BatchState.LOADED: 4,
        BatchState.FAILED: 1,
        BatchState.DISCARDED: 2,
    }[BatchState(batch.state)]
    saved = moment(batch.loaded_at) if batch.loaded_at else _("when you say so")
    here = _("you are here")
    named = [
        (_("Uploaded"), uploaded),
        (_("Columns matched"), profile),
        (_("Preview"), here if place == 2 else ""),
        (_("Saved"), saved),
    ]
    return [
        Step(label, small, "done" if index < place else "now" if index == place else "")
        for index, (label, small) in enumerate(named)
    ]


def earlier_row(batch: ImportBatch) -> EarlierRow:
    counts = counts_of(batch)
    who = f", {batch.created_by}" if batch.created_by else ""
    if batch.state == BatchState.LOADED:
        became = _("%(new)s new, %(changed)s changed, %(refused)s refused.") % {
            name: number(counts[name]) for name in ("new", "changed", "refused")
        }
    else:
        became = str(BatchState(batch.state).label).capitalize() + "."
    url = reverse("suppliers:import", kwargs={"public_id": batch.public_id})
    return EarlierRow(url, batch.file_name, f"{moment(batch.created_at)}{who}. {became}")
