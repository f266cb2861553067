"""What moved the score since the period before, and which rows moved it, as words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.enums import Side
from portal.presentation import NONE, number, signed
from scorecards.engine.catalogue import CATALOGUE, kpi_of
from scorecards.enums import KpiName
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.pages.reasons import reason
from scorecards.pages.rows import SPECS
from scorecards.presenters.moves import CostlyRow, Costs, SharedMove, moves, previous_card

SHOWN = 12


@dataclass(frozen=True)
class CostRow:
    """A row that did not go well: what it is, why, and the points of the score that it cost by itself."""

    name: str
    number: str
    why: str
    alone: str


@dataclass(frozen=True)
class CostPart:
    """The rows of one period; `more` says how many are not shown here."""

    title: str
    rows: list[CostRow]
    more: str
    rows_url: str


@dataclass(frozen=True)
class MovePart:
    """One figure: by how much, a sentence of why, its rows now and then."""

    code: str
    name: str
    ours: bool
    moved: str
    points: Decimal
    is_gain: bool
    value: str
    why: str
    sums: list[tuple[str, str]]
    now: CostPart | None
    before: CostPart | None


@dataclass(frozen=True)
class MovedPage:
    """`parts` of the partner's half first, then ours."""

    title: str
    reason: str
    list_name: str
    card_title: str
    card_url: str
    theirs: list[MovePart]
    ours: list[MovePart]
    how: str


def moved_page(card: Scorecard, *, is_staff: bool, kpi: str = "", shown: int = SHOWN) -> MovedPage:
    period = words.period_name(Period.parse(card.period))
    parts = move_parts(card, kpi=kpi, shown=shown)
    return MovedPage(
        title=_("What moved it since %(period)s") % {"period": before_name(card)},
        reason=_reason(card, bool(parts)),
        list_name=_("Scorecards") if is_staff else _("Your cards"),
        card_title=f"{card.partner.name}, {period}"
        if is_staff
        else _("Your card for %(period)s") % {"period": period},
        card_url=reverse("scorecards:card", args=[card.public_id]),
        theirs=[part for part in parts if not part.ours],
        ours=[part for part in parts if part.ours],
        how=how(),
    )


def before_name(card: Scorecard) -> str:
    return words.period_name(Period.parse(card.period).shifted(-1))


def how() -> str:
    """How the points are found, so that anybody can find them again."""
    return _(
        "What a row cost is exact: the score without it minus the score with all rows, computed from the "
        "rows published with the card. One by one they need not add up to what they cost together, because "
        "points are cut at 0 and 100."
    )


def _reason(card: Scorecard, has_parts: bool) -> str:
    if has_parts:
        return _("Points of the score of 100; the rows that did not go well stand under each figure.")
    if previous_card(card) is None:
        return _("There is no card for %(period)s to compare with.") % {"period": before_name(card)}
    return _("No graded figure changed.")


def move_parts(card: Scorecard, *, kpi: str = "", shown: int = SHOWN) -> list[MovePart]:
    return [_part(one, shown) for one in moves(card, [kpi] if kpi else ())]


def _part(one: SharedMove, shown: int) -> MovePart:
    return MovePart(
        code=one.code,
        name=one.name,
        ours=one.side == Side.COMPANY,
        moved=signed(one.moved),
        points=one.moved,
        is_gain=one.moved > 0,
        value=_("%(was)s, now %(now)s")
        % {"was": words.figure_text(one.unit, one.was), "now": words.figure_text(one.unit, one.value)},
        why=_why(one),
        sums=_sums(one),
        now=_costs(one, one.now, shown),
        before=_costs(one, one.before, shown) if one.before else None,
    )


def _why(one: SharedMove) -> str:
    """These 4 lines cost 3.1 points; in August 2 lines cost 1.6."""
    if one.inputs:
        return _("It follows from others: %(inputs)s.") % {
            "inputs": "; ".join(_input(code, was, now) for code, was, now in one.inputs)
        }
    if one.before is None or one.before.contribution is None:
        return _("It was not graded the period before.")
    if one.now.contribution is None:
        return _("It is not graded this time.")
    if not one.now.rows and not one.before.rows:
        return _("No row cost points; the weights of what was graded changed.")
    return " ".join([_cost_words(one, one.now), _cost_words(one, one.before)])


def _input(code: str, was: Decimal | None, now: Decimal | None) -> str:
    unit = kpi_of(code).unit.value
    return _("%(name)s %(was)s, now %(now)s") % {
        "name": KpiName(code).label,
        "was": words.figure_text(unit, was),
        "now": words.figure_text(unit, now),
    }


def _cost_words(one: SharedMove, costs: Costs) -> str:
    period = words.period_name(Period.parse(costs.period))
    if not costs.rows:
        return _("In %(period)s no row cost points.") % {"period": period}
    values = {
        "period": period,
        "rows": words.count_words(_counts(one), len(costs.rows)),
        "cost": words.points_text(costs.cost),
    }
    if costs.cost is None:
        return _("In %(period)s all of them, %(rows)s, did not go well.") % values
    return _("In %(period)s %(rows)s cost %(cost)s points.") % values


def _counts(one: SharedMove) -> str:
    return CATALOGUE[one.code].graded_by if one.code in CATALOGUE else "lines"


def _sums(one: SharedMove) -> list[tuple[str, str]]:
    """The move as a sum that comes out: what the rows cost now, what they cost then, and the rest."""
    if one.rest is None or one.before is None or one.now.cost is None or one.before.cost is None:
        return []
    if not one.now.rows and not one.before.rows:
        return []
    then, now = (words.period_name(Period.parse(costs.period)) for costs in (one.before, one.now))
    return [
        (_("No longer lost: the rows of %(period)s") % {"period": then}, signed(one.before.cost)),
        (_("Lost: the rows of %(period)s") % {"period": now}, signed(-one.now.cost)),
        (_("All else: weights, and the rows that went well"), signed(one.rest)),
        (_("Together"), signed(one.moved)),
    ]


def _costs(one: SharedMove, costs: Costs, shown: int) -> CostPart | None:
    if not costs.rows:
        return None
    more = len(costs.rows) - shown
    return CostPart(
        title=_("%(rows)s in %(period)s")
        % {
            "rows": words.count_words(_counts(one), len(costs.rows)),
            "period": words.period_name(Period.parse(costs.period)),
        },
        rows=[_row(one.code, row, costs.early_days) for row in costs.rows[:shown]],
        more=_("and %(count)s more") % {"count": number(more)} if more > 0 else "",
        rows_url=reverse("scorecards:rows", args=[costs.card, one.code]),
    )


def _row(code: str, costly: CostlyRow, early_days: int | None) -> CostRow:
    row = costly.row
    name = row.item or row.about
    return CostRow(
        name=name,
        number=row.about if row.item else "",
        why=_row_words(code, row.values, early_days),
        alone=NONE if costly.alone is None else words.points_text(costly.alone),
    )


def _row_words(code: str, values: dict[str, Any], early_days: int | None) -> str:
    """Why it did not go well; where nothing says so, its figures."""
    kpi = kpi_of(code)
    said = reason(code, kpi.source, values, early_days)
    if said:
        return said
    return ", ".join(f"{spec.name} {spec.write(values)}" for spec in SPECS.get(kpi.source, ()))
