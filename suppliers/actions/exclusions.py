"""Lines leave the population of every KPI of lines, with a reason and who agreed to it; or come back.

Published cards are not made again here: who excuses lines, or restores them, revises the cards as well.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from portal.actors import Actor
from suppliers.models import Exclusion, ExclusionRequest, OrderLine
from suppliers.permissions import check_can_excuse

LONGEST_REASON = 200
_AT_ONCE = 500


@transaction.atomic
def excuse(
    *,
    by: Actor,
    line_ids: Collection[int],
    reason: str,
    request: ExclusionRequest | None = None,
) -> list[Exclusion]:
    """Excuses these lines; those that are excused already stay as they are, and are not in the answer.

    The reason is cut to LONGEST_REASON signs. Raises PermissionDenied.
    """
    check_can_excuse(by)
    made: list[Exclusion] = []
    for ids in _chunks(sorted(set(line_ids))):
        # Held, so that of two who excuse a line at the same time the second sees the first's exclusion.
        lines = list(
            OrderLine.objects.filter(pk__in=ids)
            .order_by("pk")
            .select_for_update(of=("self",), no_key=True)
            .values_list("pk", "partner_id")
        )
        excused = set(
            Exclusion.objects.filter(line_id__in=ids, undone_at=None).values_list("line_id", flat=True)
        )
        made += Exclusion.objects.bulk_create(
            Exclusion(
                line_id=line,
                partner_id=partner,
                request=request,
                reason=shortened(reason),
                approved_by=by.user,
            )
            for line, partner in lines
            if line not in excused
        )
    return made


@transaction.atomic
def restore(*, by: Actor, exclusions: Iterable[Exclusion], at: datetime | None = None) -> list[int]:
    """The lines of these exclusions count again; returns the keys of those that did not before."""
    check_can_excuse(by)
    at = at or timezone.now()
    restored: list[int] = []
    for ids in _chunks(sorted({one.pk for one in exclusions})):
        rows = Exclusion.objects.filter(pk__in=ids, undone_at=None).order_by("pk").select_for_update()
        restored += list(rows.values_list("line_id", flat=True))
        Exclusion.objects.filter(pk__in=ids, undone_at=None).update(undone_at=at, undone_by=by.label)
    return restored


def shortened(reason: str) -> str:
    """In one line, as it stands beside the line."""
    words = " ".join(reason.split())
    if len(words) <= LONGEST_REASON:
        return words
    return words[: LONGEST_REASON - 1].rsplit(" ", 1)[0][: LONGEST_REASON - 1] + "…"


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
