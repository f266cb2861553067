"""How far the promises of a partner may go: the most particular tolerance that there is for it."""

from collections.abc import Iterable

from django.db.models import Q

from suppliers.engine.tolerance import Limits
from suppliers.models import Partner, Tolerance

# Where nobody has said anything: what is later, less, more or dearer waits for the buyer; nothing is never.
DEFAULT = Limits()


def limits_of(partners: Iterable[Partner]) -> dict[int, Limits]:
    """By the ids of these partners: one query."""
    return {
        pk: DEFAULT if tolerance is None else in_limits(tolerance)
        for pk, tolerance in tolerances_of(partners).items()
    }


def tolerances_of(partners: Iterable[Partner]) -> dict[int, Tolerance | None]:
    """What holds for each: its own, of segment and kind, of segment, of kind, of all; None: the default."""
    known = {partner.pk: partner for partner in partners}
    kept: dict[tuple[int | None, str, str], Tolerance] = {
        (one.partner_id, one.segment, one.kind): one
        for one in Tolerance.objects.filter(Q(partner_id__in=known) | Q(partner=None))
    }
    return {
        pk: next((kept[key] for key in _keys(partner) if key in kept), None) for pk, partner in known.items()
    }


def _keys(partner: Partner) -> list[tuple[int | None, str, str]]:
    """From the most particular to the most general."""
    return [
        (partner.pk, "", ""),
        (None, partner.segment, partner.kind),
        (None, partner.segment, ""),
        (None, "", partner.kind),
        (None, "", ""),
    ]


def in_limits(tolerance: Tolerance) -> Limits:
    """As the engine sees it."""
    return Limits(
        later_days=tolerance.later_days,
        later_never=tolerance.later_never,
        earlier_days=tolerance.earlier_days,
        less_pct=tolerance.less_pct,
        less_never=tolerance.less_never,
        more_pct=tolerance.more_pct,
        more_never=tolerance.more_never,
        dearer_pct=tolerance.dearer_pct,
        dearer_never=tolerance.dearer_never,
        may_split=tolerance.may_split,
    )
