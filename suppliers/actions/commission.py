"""A month of commission is closed: frozen as computed, told to those who earned it. Nothing reopens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal import presentation
from portal.actions import audit, outbox
from portal.actors import Actor
from suppliers.enums import PartnerKind
from suppliers.facts.commission import (
    Month,
    broken,
    closed_months,
    computed,
    days_of,
    months_with_entries,
)
from suppliers.models import CommissionStatement, Membership, Partner
from suppliers.permissions import check_can_keep_contribution


class CannotClose(ValueError):
    """The month cannot be closed; says why."""


@dataclass(frozen=True)
class Closing:
    """What closing would freeze. `refused`: (partner pk, why) of agreements that cannot be computed."""

    month: int
    rows: tuple[Month, ...]
    refused: tuple[tuple[int, str], ...]

    @property
    def total_minor(self) -> int:
        return sum(row.total_minor for row in self.rows)


def open_months(*, by: Actor, today: date) -> list[int]:
    """Months that are over in which somebody with an agreement sold and has no statement; oldest first."""
    closed = closed_months()
    found = {
        month
        for partner, months in months_with_entries(by).items()
        for month in months
        if (partner, month) not in closed and days_of(month)[1] < today
    }
    return sorted(found)


def preview(*, by: Actor, month: int, today: date) -> Closing:
    """What `close` would do now; nothing is stored. Raises PermissionDenied, CannotClose."""
    check_can_keep_contribution(by)
    if days_of(month)[1] >= today:
        raise CannotClose(_("The month is not over yet: close it from the first day after it."))
    closed = {partner for partner, other in closed_months() if other == month}
    rows = tuple(row for pk, row in sorted(computed(by, month, today).items()) if pk not in closed)
    refused = tuple((partner, why) for partner, _version, why in broken(by) if partner not in closed)
    return Closing(month, rows, refused)


@transaction.atomic
def close(*, by: Actor, month: int, at: datetime, today: date) -> list[CommissionStatement]:
    """Freezes the month for everybody who has no statement of it yet; closing again adds nothing.

    Returns the new statements. Raises PermissionDenied, CannotClose.
    """
    check_can_keep_contribution(by)
    # Two who close at once wait for each other here, and the second finds it done.
    list(Partner.objects.select_for_update(of=("self",)).filter(agreements__isnull=False).order_by("pk"))
    closing = preview(by=by, month=month, today=today)
    made = CommissionStatement.objects.bulk_create(
        CommissionStatement(
            partner_id=row.partner_id,
            month=month,
            currency=settings.COMPANY_CURRENCY,
            stretches=[one.as_json() for one in row.stretches],
            adjustments=[list(one) for one in row.adjustments],
            commission_minor=row.commission_minor,
            total_minor=row.total_minor,
            closed_at=at,
            closed_by=by.label[:200],
        )
        for row in closing.rows
    )
    if made:
        data = {"month": month, "statements": len(made), "total_minor": closing.total_minor}
        audit.record(by=by, verb="commission.closed", data=data)
        outbox.send_all(by=by, mails=_mails(made), at=at)
    return made


def _mails(statements: Sequence[CommissionStatement]) -> Iterable[outbox.Mail]:
    """One to each person of each partner, about its own statement; suppliers have no page of theirs."""
    of = {one.partner_id: one for one in statements}
    members = Membership.objects.filter(partner_id__in=of, user__is_active=True)
    members = members.exclude(partner__kind=PartnerKind.SUPPLIER)
    for member in members.select_related("user", "partner__owner"):
        one = of[member.partner_id]
        with translation.override(member.user.language or None):
            month = presentation.day(days_of(one.month)[0], "month")
            total = presentation.money(one.total_minor, one.currency)
        yield outbox.Mail(
            to=member.user.email,
            template="commission_closed",
            context={
                "name": member.user.name,
                "partner": member.partner.name,
                "owner": member.partner.owner,
                "month": month,
                "total": total,
                "path": f"/sales/statements/{one.public_id}/",
            },
            scope=member.partner.public_id,
            key=f"commission:{one.public_id}:{member.user_id}",
        )
