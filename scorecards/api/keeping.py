"""What the resources of templates and of the company's own KPIs share: staff read, who publishes writes."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from scorecards.permissions import READERS, can_publish
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)
MOST_DAYS = 365


class MayKeep(ActsForSomebody):
    """For partners there is nothing here."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        view.only_staff()
        if not view.actor.has_role(*READERS):
            return False
        return can_publish(view.actor) if request.method in ("POST", "PATCH") else True


class KeptViewSet(TalkViewSet):
    """Rows of the company's own."""

    permission_classes = [HasScope, MayKeep]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE


class KeptGiven(Given):
    """Values as templates have them."""

    def decimal(self, name: str, *, required: bool = False) -> Decimal | None:
        """At most nine digits before the point and six after it; None when it is left out."""
        value = self.data.get(name)
        if value is None and not required:
            return None
        is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if not (is_number or isinstance(value, str)) or not _NUMBER.fullmatch(text):
            raise self.refused(name, value, _("It is a number with at most six decimals."))
        return Decimal(text)

    def count(self, name: str, default: int | None) -> int | None:
        """Days, or lines: 0 to 365."""
        value = self.data.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
            raise self.refused(name, value, _("It is a whole number from 0 to 365."))
        return value

    def word(self, name: str, words: list[str], default: str) -> str:
        """One of these words."""
        value = self.data.get(name, default)
        if not isinstance(value, str) or value not in words:
            raise self.refused(name, value, _("It is one of: %(words)s.") % {"words": ", ".join(words)})
        return value

    def short(self, name: str, most: int, *, required: bool = False) -> str:
        value = self.text(name, required=required)
        if len(value) > most:
            raise self.refused(name, value, _("It has at most %(most)s characters.") % {"most": most})
        return value

    def yes_or_no(self, name: str) -> bool | None:
        value = self.data.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.refused(name, value, _("It is true or false."))
        return value

    def objects(self, name: str, most: int) -> list[Any]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.refused(name, "", _("It is a list of at most %(many)s.") % {"many": most})
        return value
