"""Who says that they have read a text, and who sees who has."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.facts.reading import asks
from cms.models import TextVersion
from portal.actors import Actor
from suppliers.permissions import can_see_directory


def can_see_reading(actor: Actor) -> bool:
    """Our people the whole register but who only writes pages; a partner's people their own house's."""
    return can_see_directory(actor) or actor.partner_id is not None


def check_can_see_reading(actor: Actor) -> None:
    if not can_see_reading(actor):
        raise PermissionDenied


def check_can_say_read(actor: Actor, version: TextVersion) -> None:
    if not asks(version, actor):
        raise PermissionDenied(_("Nobody asks you to say that you have read it."))
