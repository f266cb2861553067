"""Plans side by side by how far they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from scorecards.enums import PlanState
from scorecards.facts.plan_lists import last_verified, target_of
from scorecards.pages.plan_words import (
    PlanChip,
    kpi_name,
    late_words,
    target_words,
    turn_chip,
    value_text,
)

COLUMNS = (
    PlanState.PROPOSED,
    PlanState.AGREED,
    PlanState.IN_PROGRESS,
    PlanState.MEASURING,
    PlanState.EFFECTIVE,
    PlanState.NOT_EFFECTIVE,
)


@dataclass(frozen=True)
class BoardCard:
    """One plan: `figures` from before to target, `late` empty when nothing is."""

    url: str
    title: str
    reference: str
    partner: str
    kpi: str
    figures: str
    actions: str
    late: str
    turn: PlanChip | None


@dataclass(frozen=True)
class BoardColumn:
    key: str
    name: str
    cards: list[BoardCard]


def board(plans: Iterable[Any], actor: Actor, today: dt.date) -> list[BoardColumn]:
    """`plans` as facts.plan_lists.listed reads them; those that are over stand in no column."""
    cards: dict[str, list[BoardCard]] = {state: [] for state in COLUMNS}
    for plan in plans:
        if plan.state in cards:
            cards[plan.state].append(_card(plan, actor, today))
    return [BoardColumn(state.value, str(state.label), cards[state]) for state in COLUMNS]


def _card(plan: Any, actor: Actor, today: dt.date) -> BoardCard:
    late = (today - plan.late_since_).days if plan.late_since_ else 0
    total = plan.open_ + plan.done_
    return BoardCard(
        url=reverse("scorecards:plan", args=[plan.public_id]),
        title=plan.title,
        reference=plan.reference,
        partner=plan.partner.name if actor.is_staff else "",
        kpi=kpi_name(plan),
        figures=figures_words(plan),
        actions=_("%(done)s of %(total)s done") % {"done": plan.done_, "total": total} if total else "",
        late=late_words(late) if late else "",
        turn=turn_chip(plan, is_staff=actor.is_staff),
    )


def figures_words(plan: Any) -> str:
    """“71 % → 84 % → 90 %”: before, last verified, target; without a verified one the two."""
    verified = last_verified(plan)
    parts = [value_text(plan, plan.baseline)]
    if verified is not None:
        parts.append(value_text(plan, verified))
    parts.append(target_words(plan, target_of(plan)))
    return " → ".join(parts)
