"""A partner's open lines as its desk sorts them: what needs it, what waits for the company, what was skipped.

Every count comes from one statement; quantities are scaled by 10^6.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from suppliers.enums import LineState, PromiseEvent
from suppliers.facts.standing import NEEDING_PARTNER, OPEN, with_state
from suppliers.models import OrderLine, Reconfirmation

SOON_DAYS = 14


class DeskTab(TextChoices):
    """Which lines; the value stands in the address."""

    NEEDS = "needs", _("Needs you")
    LATE = "late", _("Late")
    CHANGED = "changed", _("Changed")
    TO_CONFIRM = "to_confirm", _("To confirm")
    SOON = "soon", _("Due soon")
    WAITING = "waiting", _("Waiting")
    ALL = "all", _("All open")


@dataclass(frozen=True)
class DeskCounts:
    """Open lines: by tab, and how many of those that need the partner were skipped for now."""

    tabs: dict[str, int]
    skipped: int
    blocked: int = 0

    def __getitem__(self, tab: str) -> int:
        return self.tabs[tab]

    def shown(self, tab: str, *, with_skipped: bool = False) -> int:
        """How many lines `of_tab` shows: what is blocked stands below those that need the partner."""
        if tab != DeskTab.NEEDS:
            return self.tabs[tab]
        return self.tabs[tab] + self.blocked + (self.skipped if with_skipped else 0)


def _flag(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def with_asked(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Adds `asked_again`: we asked “still good?” and wait for the answer."""
    asked = Reconfirmation.objects.filter(
        line_id=OuterRef("pk"), due_on=OuterRef("standing__due_on"), answered_at=None
    )
    return lines.annotate(asked_again=_flag(Exists(asked)))


def on_desk(lines: QuerySet[OrderLine], today: dt.date) -> QuerySet[OrderLine]:
    """Open lines with their state, and `asked_again`, `is_skipped`, `waits`, `is_soon`, `needs`."""
    said = Q(last_event__in=(PromiseEvent.PROPOSE, PromiseEvent.REJECT))
    soon = Q(due_on__gte=today, due_on__lte=today + dt.timedelta(days=SOON_DAYS))
    return (
        with_asked(with_state(lines, today))
        .filter(OPEN)
        .annotate(
            is_skipped=_flag(Q(skip__until__gt=today)),
            waits=_flag(said | Q(state=LineState.BLOCKED)),
            is_soon=_flag(soon),
        )
        .annotate(
            needs=_flag(
                Q(waits=False) & (Q(state__in=NEEDING_PARTNER) | Q(asked_again=True)),
            )
        )
    )


def counts_of(lines: QuerySet[OrderLine], today: dt.date) -> DeskCounts:
    """One statement, whatever the number of lines."""
    rows = list(
        on_desk(lines, today)
        .order_by()
        .values_list("state", "needs", "is_skipped", "waits", "is_soon")
        .annotate(lines=Count("pk"))
    )

    def count(*states: LineState, **wanted: bool) -> int:
        total = 0
        for state, needs, skipped, waits, soon, n in rows:
            has = {"needs": needs, "skipped": skipped, "waits": waits, "soon": soon}
            if (not states or state in states) and all(has[name] == value for name, value in wanted.items()):
                total += n
        return total

    tabs = {
        DeskTab.NEEDS: count(needs=True, skipped=False),
        DeskTab.LATE: count(LineState.LATE),
        DeskTab.CHANGED: count(LineState.CHANGED, LineState.COUNTERED),
        DeskTab.TO_CONFIRM: count(LineState.TO_CONFIRM),
        DeskTab.SOON: count(soon=True),
        DeskTab.WAITING: count(waits=True),
        DeskTab.ALL: count(),
    }
    return DeskCounts(
        {str(tab): n for tab, n in tabs.items()},
        count(needs=True, skipped=True),
        count(LineState.BLOCKED),
    )


def needing_count(actor: Actor, today: dt.date) -> int:
    """How many lines need this partner's word: one statement, on every page of theirs."""
    lines = on_desk(OrderLine.objects.for_actor(actor), today)
    return lines.filter(needs=True, is_skipped=False).order_by().count()


def of_tab(lines: QuerySet[OrderLine], tab: str, *, with_skipped: bool = False) -> QuerySet[OrderLine]:
    """Of lines `on_desk` those of a tab; those that need the partner are followed by what is blocked."""
    wanted = {
        DeskTab.LATE: Q(state=LineState.LATE),
        DeskTab.CHANGED: Q(state__in=(LineState.CHANGED, LineState.COUNTERED)),
        DeskTab.TO_CONFIRM: Q(state=LineState.TO_CONFIRM),
        DeskTab.SOON: Q(is_soon=True),
        DeskTab.WAITING: Q(waits=True),
        DeskTab.ALL: Q(),
    }
    if tab not in wanted:
        needs = Q(needs=True) if with_skipped else Q(needs=True, is_skipped=False)
        return lines.filter(needs | Q(state=LineState.BLOCKED))
    return lines.filter(wanted[DeskTab(tab)])


def in_order(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Late first, then what was changed or countered, then the first words; last what waits for us."""
    first = Case(
        When(waits=True, then=Value(9)),
        When(state=LineState.LATE, then=Value(1)),
        When(state__in=(LineState.CHANGED, LineState.COUNTERED), then=Value(2)),
        When(state=LineState.TO_CONFIRM, then=Value(3)),
        When(asked_again=True, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return lines.annotate(rank=first).order_by("rank", "due_on", "order__number", "number", "pk")


def searched(lines: QuerySet[OrderLine], words: str) -> QuerySet[OrderLine]:
    """Each word must stand in the order, the line, the item or its description."""
    for word in words.split():
        lines = lines.filter(
            Q(order__number__icontains=word)
            | Q(number__icontains=word)
            | Q(item_code__icontains=word)
            | Q(description__icontains=word)
        )
    return lines
