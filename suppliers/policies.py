"""Does the state allow it? The valid transitions, with no user in them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from suppliers.enums import BatchState, LineStatus, PartnerStatus
from suppliers.models import ImportBatch, OrderLine

# From each status to those that may follow it.
NEXT_STATUS: dict[str, frozenset[str]] = {
    PartnerStatus.PROSPECT: frozenset({PartnerStatus.ONBOARDING, PartnerStatus.ACTIVE, PartnerStatus.LOST}),
    PartnerStatus.ONBOARDING: frozenset({PartnerStatus.ACTIVE, PartnerStatus.ON_HOLD, PartnerStatus.LOST}),
    PartnerStatus.ACTIVE: frozenset({PartnerStatus.ON_HOLD, PartnerStatus.LOST}),
    PartnerStatus.ON_HOLD: frozenset({PartnerStatus.ACTIVE, PartnerStatus.LOST}),
    # Whoever was lost may come back, and is welcomed like anybody new.
    PartnerStatus.LOST: frozenset({PartnerStatus.ONBOARDING, PartnerStatus.ACTIVE}),
}


def can_become(status: str, wanted: str) -> bool:
    return wanted == status or wanted in NEXT_STATUS[status]


def check_can_become(status: str, wanted: str) -> None:
    """Raises ValidationError that names both states and the ways that are open."""
    if can_become(status, wanted):
        return
    ways = ", ".join(str(PartnerStatus(name).label) for name in PartnerStatus if name in NEXT_STATUS[status])
    raise ValidationError(
        _("From “%(status)s” a partner cannot become “%(wanted)s”. It can become: %(ways)s."),
        code="transition",
        params={"status": PartnerStatus(status).label, "wanted": PartnerStatus(wanted).label, "ways": ways},
    )


def has_stopped(batch: ImportBatch) -> bool:
    """Did the work on the file end before its time? It can be started again."""
    at_work = batch.state in (BatchState.CHECKING, BatchState.LOADING, BatchState.UNDOING)
    return at_work and batch.job is not None and batch.job.is_over


def can_confirm(batch: ImportBatch) -> bool:
    """Can it be saved, or gone on with?"""
    if batch.state == BatchState.LOADING:
        return bool(batch.file) and has_stopped(batch)
    return batch.state == BatchState.PREVIEW or (batch.state == BatchState.STOPPED and bool(batch.file))


def check_can_confirm(batch: ImportBatch) -> None:
    """Only a checked file is loaded, and once. Raises ValidationError that says how it stands."""
    if not can_confirm(batch):
        raise ValidationError(
            _("“%(file)s” cannot be saved: it is %(state)s."),
            code="transition",
            params={"file": batch.file_name, "state": BatchState(batch.state).label},
        )


def can_cancel(batch: ImportBatch) -> bool:
    at_work = batch.state in (BatchState.CHECKING, BatchState.LOADING)
    return at_work and batch.job is not None and not batch.job.is_over


def check_can_cancel(batch: ImportBatch) -> None:
    """Only work that goes on can be stopped. Raises ValidationError that says how it stands."""
    if not can_cancel(batch):
        raise ValidationError(
            _("“%(file)s” cannot be stopped: it is %(state)s."),
            code="transition",
            params={"file": batch.file_name, "state": BatchState(batch.state).label},
        )


def can_undo(batch: ImportBatch) -> bool:
    """What was stored can be taken back, also when the loading stopped on its way, or the taking back did."""
    if batch.state in (BatchState.LOADED, BatchState.STOPPED):
        return True
    return batch.state in (BatchState.LOADING, BatchState.UNDOING) and has_stopped(batch)


def check_can_undo(batch: ImportBatch) -> None:
    """Only what was stored is taken back, and once. Raises ValidationError that says how it stands."""
    if not can_undo(batch):
        raise ValidationError(
            _("“%(file)s” cannot be taken back: it is %(state)s."),
            code="transition",
            params={"file": batch.file_name, "state": BatchState(batch.state).label},
        )


def is_unmapped(batch: ImportBatch) -> bool:
    """A foreign file that waits for somebody to say which of its columns is which of ours."""
    return batch.state == BatchState.CHECKING and bool(batch.options.get("unmapped"))


def can_map(batch: ImportBatch) -> bool:
    """Its columns can be pointed at, also again after a look at the preview."""
    return bool(batch.file) and (is_unmapped(batch) or batch.state == BatchState.PREVIEW)


def check_can_map(batch: ImportBatch) -> None:
    """Only what is not stored yet is mapped. Raises ValidationError that says how it stands."""
    if not can_map(batch):
        raise ValidationError(
            _("The columns of “%(file)s” cannot be mapped: it is %(state)s."),
            code="transition",
            params={"file": batch.file_name, "state": BatchState(batch.state).label},
        )


def can_discard(batch: ImportBatch) -> bool:
    if batch.state == BatchState.PREVIEW or is_unmapped(batch):
        return True
    return batch.state == BatchState.CHECKING and has_stopped(batch)


def check_can_discard(batch: ImportBatch) -> None:
    """Only what waits for a word is thrown away. Raises ValidationError that says how it stands."""
    if not can_discard(batch):
        raise ValidationError(
            _("“%(file)s” cannot be thrown away: it is %(state)s."),
            code="transition",
            params={"file": batch.file_name, "state": BatchState(batch.state).label},
        )


# With these partners nothing is agreed at the moment.
_AT_REST = (PartnerStatus.ON_HOLD, PartnerStatus.LOST)


def closed_why(line: OrderLine, *, received: int) -> str:
    """Why nothing more is to be said of this line; empty while it runs. `received` is scaled by 10^6."""
    status = LineStatus(line.status)
    if status == LineStatus.CONFIRMED:
        return _("All of it has arrived.") if received >= line.quantity else ""
    if line.status_reason:
        words = _("%(status)s: %(why)s")
        return words % {"status": status.label, "why": line.status_reason}
    return _("%(status)s.") % {"status": status.label}


def frozen_why(line: OrderLine, *, received: int, shipped: int) -> str:
    """Why the partner cannot answer this line at the moment; empty when it can. Needs `line.partner`.

    `received` and `shipped` are scaled by 10^6.
    """
    if why := closed_why(line, received=received):
        return why
    if line.partner.status in _AT_REST:
        # The partner reads this, too: as what we keep it is for us alone.
        return _("At the moment nothing is agreed with %(partner)s.") % {"partner": line.partner.name}
    return _("All of it has been shipped.") if shipped >= line.quantity else ""
