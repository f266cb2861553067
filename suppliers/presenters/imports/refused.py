"""Why rows were refused: the reasons, each with how many rows it holds back."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import number
from suppliers.models import ImportBatch

SHOWN_REASONS = 12
LOOKED_AT = 2_000
_VALUE = re.compile("“[^”]*”|[+\u2212-]?\\d+(?:[.,:T-]\\d+)*")


@dataclass(frozen=True)
class ReasonRow:
    """One reason in one column; the values that differ from row to row are left out."""

    column: str
    reason: str
    way_out: str
    words: str


def reasons_of(batch: ImportBatch) -> list[ReasonRow]:
    """Most frequent first. Empty when there is but one."""
    groups = batch.errors.order_by().values_list("column", "reason", "way_out").annotate(times=Count("pk"))
    counted: Counter[tuple[str, str]] = Counter()
    ways_out: dict[tuple[str, str], str] = {}
    for column, reason, way_out, times in groups.order_by("-times", "column", "reason")[:LOOKED_AT]:
        key = (column, general(reason))
        counted[key] += times
        ways_out.setdefault(key, way_out)
    if len(counted) < 2:
        return []
    return [
        ReasonRow(
            column or _("the row"),
            reason,
            ways_out[column, reason],
            ngettext("%(count)s row", "%(count)s rows", times) % {"count": number(times)},
        )
        for (column, reason), times in counted.most_common(SHOWN_REASONS)
    ]


def general(reason: str) -> str:
    """“x” is not a number. -> “…” is not a number."""
    return _VALUE.sub(lambda found: "“…”" if found.group().startswith("“") else "…", reason)
