"""The public wall of thanks: our people ask, the partner's people decide."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole
from suppliers.models import Partner


def can_decide_wall(actor: Actor, partner: Partner) -> bool:
    """May this actor say for the partner what the wall shows?"""
    return actor.partner_id == partner.pk and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)


def check_can_decide_wall(actor: Actor, partner: Partner) -> None:
    if not can_decide_wall(actor, partner):
        raise PermissionDenied(
            _("Whether it is shown is for an administrator or editor of the partner to say.")
        )
