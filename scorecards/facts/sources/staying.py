"""Which partners were there, and which of them we lost: what docs/numbers.md calls retention, row by row."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Q, QuerySet

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Row
from suppliers.engine.retention import Life, of_partners
from suppliers.facts.retention import named_lives
from suppliers.models import Partner


def partners_standing(scope: Scope) -> Iterator[tuple[int, Row]]:
    """Who was active at the start, and who was lost to dissatisfaction although it was not."""
    last = min(scope.end, scope.as_of)
    for partner, code, life in named_lives(_asked_for(scope)):
        known = _known_on(life, scope)
        counted = of_partners([known], scope.start, last)
        if counted.start or counted.lost_dissatisfied:
            lost_on = known.lost_on if counted.lost else None
            yield partner, (code, known.began, lost_on, counted.start, counted.lost_dissatisfied)


def _known_on(life: Life, scope: Scope) -> Life:
    """A loss after the as-of day does not exist."""
    is_later = life.lost_on is not None and life.lost_on > scope.as_of
    return replace(life, lost_on=None, dissatisfied=False) if is_later else life


def _asked_for(scope: Scope) -> QuerySet[Partner]:
    rows = Partner.objects.all()
    if scope.partners is not None:
        rows = rows.filter(pk__in=scope.partners)
    wanted = {"kind": scope.kind, "segment": scope.segment}
    if alike := {name: value for name, value in wanted.items() if value}:
        rows = rows.filter(Q(**alike) | Q(pk__in=scope.also))
    return rows
