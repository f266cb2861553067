"""What a better lead time would be worth, kept as somebody worked it out."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.conf import settings
from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from portal.engine.rounding import half_up
from portal.engine.scaled import to_scaled
from suppliers.engine.safety_stock import Question, Worth, z_of
from suppliers.facts.reliability import Group
from suppliers.models import Partner, ReliabilitySum
from suppliers.permissions import check_can_keep_contribution

UNIT_PLACES = 6
# What a column of the table can hold.
LARGEST = 2**63 - 1


def answer(question: Question) -> Worth:
    """In the company's currency. Raises ValueError for what no stock follows from."""
    return question.answer(get_currency_precision(settings.COMPANY_CURRENCY))


def inputs_of(question: Question) -> dict[str, str]:
    """The variables by name, as they are kept and exported."""
    before, after = question.before, question.after
    values = {
        "demand": before.demand,
        "demand_sd": before.demand_sd,
        "lead": before.lead,
        "lead_sd": before.lead_sd,
        "lead_to": after.lead,
        "lead_sd_to": after.lead_sd,
        "unit_cost": question.unit_cost,
        "level": question.level,
        "z": z_of(question.level),
        "rate": question.rate,
    }
    return {name: _digits(value) for name, value in values.items()}


def _digits(value: Decimal) -> str:
    """Without trailing zeros or an exponent."""
    return f"{value.normalize():f}" if value else "0"


@transaction.atomic
def keep(*, by: Actor, partner: Partner, group: Group, question: Question, at: datetime) -> ReliabilitySum:
    """Raises PermissionDenied, and ValueError for what no stock follows from, or too large a one."""
    check_can_keep_contribution(by)
    found = answer(question)
    units = to_scaled(half_up(found.units, UNIT_PLACES))
    if max(abs(units), abs(found.cash_minor), abs(found.benefit_minor)) > LARGEST:
        raise ValueError("No sum of this size can be kept.")
    kept = ReliabilitySum.objects.create(
        partner=partner,
        item_code=group.item_code,
        category=group.category,
        inputs=inputs_of(question),
        units=units,
        cash_minor=found.cash_minor,
        benefit_minor=found.benefit_minor,
        currency=settings.COMPANY_CURRENCY,
        at=at,
        by_label=by.label,
    )
    audit.record(by=by, verb="reliability.kept", obj=kept, scope=partner.public_id, data=_said(kept))
    return kept


@transaction.atomic
def remove(*, by: Actor, kept: ReliabilitySum) -> None:
    """The trail keeps what it was. Raises PermissionDenied."""
    check_can_keep_contribution(by)
    audit.record(by=by, verb="reliability.removed", obj=kept, scope=kept.partner.public_id, data=_said(kept))
    kept.delete()


def _said(kept: ReliabilitySum) -> dict[str, Any]:
    return {
        "item": kept.item_code or kept.category,
        "units": kept.units,
        "cash_minor": kept.cash_minor,
        "benefit_minor": kept.benefit_minor,
        "currency": kept.currency,
    }
