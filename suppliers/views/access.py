"""Who comes in: staff who work with partners, and a partner's own people; not who only writes pages."""

from django.core.exceptions import PermissionDenied

from portal.views.base import ActorMixin
from suppliers.permissions import can_see_directory


class BothSidesMixin(ActorMixin):
    """Pages for both sides: which rows is for_actor's answer."""

    def may_open(self) -> bool:
        if self.actor.is_staff and not can_see_directory(self.actor):
            raise PermissionDenied
        return super().may_open()
