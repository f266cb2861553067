"""Why a partner left: said once somebody knows, with what was thought before."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from portal.clocks import local_day
from suppliers.enums import LossCause, PartnerStatus
from suppliers.models import Partner
from suppliers.permissions_touch import check_can_explain_loss

LONGEST = 200


class LossRefused(Exception):
    """It cannot be so; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def explain(
    *, by: Actor, partner: Partner, version: int, lost_on: date, cause: str, reason: str, at: datetime
) -> list[str]:
    """The day, the cause and the reason; returns the changed fields' names.

    Raises PermissionDenied, LossRefused, or StaleSave when somebody was faster.
    """
    check_can_explain_loss(by)
    if partner.status != PartnerStatus.LOST:
        raise LossRefused("", _("%(name)s is not lost.") % {"name": partner})
    if cause and cause not in LossCause.values:
        raise LossRefused("cause", _("Choose one of the causes."))
    if lost_on > local_day(at):
        raise LossRefused("lost_on", _("That day is still to come."))
    words = reason.strip()
    if not words or len(words) > LONGEST:
        raise LossRefused("reason", _("Say why, in at most %(most)s characters.") % {"most": LONGEST})
    changes: dict[str, Any] = {"lost_on": lost_on, "lost_cause": cause, "lost_reason": words}
    was = {name: getattr(partner, name) for name in changes}
    changed = save_checked(by=by, row=partner, version=version, changes=changes)
    if changed:
        data = {
            "changes": {name: [str(was[name] or ""), str(getattr(partner, name) or "")] for name in changed}
        }
        audit.record(by=by, verb="partner.loss_explained", obj=partner, scope=partner.public_id, data=data)
    return changed
