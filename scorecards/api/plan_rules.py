"""What the resources of plans and ideas share: who may, and refusals by name."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.actions.attachments import AttachmentRefused
from portal.api.errors import Refused
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import PartnerRole, Scope
from scorecards.permissions import RATERS
from scorecards.permissions_plans import can_see_plans
from scorecards.policies_plans import PlanRefused
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.models import Partner

LARGEST = 10**15


class MaySeePlans(ActsForSomebody):
    """Who sees plans reads; whoever writes must not only look. Which act, each action asks for itself."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (super().has_permission(request, view) and can_see_plans(view.actor)):
            return False
        return view.may_write() if request.method == "POST" else True


class PlansViewSet(TalkViewSet):
    permission_classes = [HasScope, MaySeePlans]
    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE

    def may_write(self) -> bool:
        return self.actor.has_role(*RATERS, PartnerRole.ADMIN, PartnerRole.EDITOR)

    def partner(self, given: Given) -> Partner:
        """That of the code; for a partner's people it is their own when it is left out."""
        code = given.text("partner_code", required=self.actor.is_staff)
        rows = Partner.objects.for_actor(self.actor).select_related("owner", "merged_into")
        found = rows.filter(code=code) if code else rows.filter(pk=self.actor.partner_id)
        partner: Partner | None = found.first()
        if partner is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        return partner


class refusing:
    """What an action refuses becomes a 400 that names the value, or a 409 where the state refuses it."""

    def __init__(self, given: Given) -> None:
        self.given = given

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, AttachmentRefused):
            raise self.given.refused("files", error.name, str(error)) from error
        if isinstance(error, PlanRefused):
            if not error.field:
                raise Refused(str(error), code=409) from error
            raise self.given.refused(error.field, "", str(error)) from error


def minor_of(given: Given, name: str, *, required: bool = False) -> int | None:
    """Minor units of a currency. Raises a 400 for what is no whole number."""
    value = given.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= LARGEST:
        raise given.refused(
            name, value if value is not None else "", _("It is a whole number of minor units.")
        )
    return value


def flag_of(given: Given, name: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise given.refused(name, value, _("It is true or false."))
    return value
