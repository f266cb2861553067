"""What a unit of trouble costs, said by a person: the only place that writes cost rates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from portal.engine.scaled import SCALE, from_scaled
from suppliers.enums import CostRateKind
from suppliers.models import CostRate
from suppliers.permissions import check_can_keep_contribution

# Scaled by 10^6: a thousand million for a unit.
LARGEST = 10**9 * SCALE
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
FACTS = ("kind", "partner", "valid_from", "rate")


class CostRateRefused(Exception):
    """Facts that no rate can have; `field` names which, the message says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def check_facts(facts: Mapping[str, Any], row: CostRate | None = None) -> None:
    """`kind`, `partner` (None: all), `valid_from`, `rate` (scaled by 10^6). Raises CostRateRefused."""
    if facts["kind"] not in CostRateKind.values:
        raise CostRateRefused("kind", _("Choose what it is for."))
    if not 0 <= facts["rate"] <= LARGEST:
        raise CostRateRefused("rate", _("A rate is between 0 and 1,000,000,000."))
    if not EARLIEST <= facts["valid_from"] <= LATEST:
        raise CostRateRefused("valid_from", _("The day lies between 1970 and 2199."))
    if facts["partner"] is not None and facts["partner"].merged_into_id is not None:
        raise CostRateRefused("partner", _("This partner was merged into another: choose that one."))
    same = CostRate.objects.filter(**{name: facts[name] for name in ("kind", "partner", "valid_from")})
    if same.exclude(pk=row.pk if row else None).exists():
        raise CostRateRefused("valid_from", _("There is such a rate from this day on: change that one."))


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any]) -> CostRate:
    """Estimates follow at once. Raises PermissionDenied, CostRateRefused."""
    check_can_keep_contribution(by)
    check_facts(facts)
    try:
        with transaction.atomic():
            rate = CostRate.objects.create(**facts, changed_by=by.label)
    except IntegrityError as error:
        raise _at_this_moment() from error
    _record(by, "cost_rate.created", rate, _said(rate))
    return rate


@transaction.atomic
def edit(*, by: Actor, rate: CostRate, version: int, changes: dict[str, Any]) -> list[str]:
    """Returns the changed fields. Raises PermissionDenied, CostRateRefused, StaleSave."""
    check_can_keep_contribution(by)
    check_facts({name: getattr(rate, name) for name in FACTS} | changes, rate)
    was = _said(rate)
    try:
        with transaction.atomic():
            changed = save_checked(by=by, row=rate, version=version, changes=changes)
    except IntegrityError as error:
        raise _at_this_moment() from error
    if changed:
        now = _said(rate)
        _record(by, "cost_rate.edited", rate, {"changes": {name: [was[name], now[name]] for name in changed}})
    return changed


@transaction.atomic
def remove(*, by: Actor, rate: CostRate) -> None:
    """The rate before it holds then, or none. The trail keeps what it was. Raises PermissionDenied."""
    check_can_keep_contribution(by)
    _record(by, "cost_rate.removed", rate, _said(rate))
    rate.delete()


def _at_this_moment() -> CostRateRefused:
    return CostRateRefused("valid_from", _("Somebody added such a rate at this moment: look again."))


def _said(rate: CostRate) -> dict[str, str]:
    return {
        "kind": rate.kind,
        "partner": rate.partner.code if rate.partner is not None else "",
        "valid_from": rate.valid_from.isoformat(),
        "rate": f"{from_scaled(rate.rate):f}",
    }


def _record(by: Actor, verb: str, rate: CostRate, data: dict[str, Any]) -> None:
    """What trouble with one partner costs is not for its people: the trail of the company alone holds it."""
    audit.record(by=by, verb=verb, obj=rate, data=data)
