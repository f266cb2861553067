"""What cms puts into the navigation and the composed pages."""

from django.utils.translation import gettext_lazy as _

from cms.permissions import can_write_pages
from portal.actors import Actor
from portal.registry import NavItem, register_nav


def _is_stranger(actor: Actor) -> bool:
    return actor.user is None


register_nav(NavItem(label=_("Mission"), url_name="cms:mission", icon="flag", show=_is_stranger, order=80))
register_nav(
    NavItem(label=_("Policies"), url_name="cms:policies", icon="book-open", show=lambda actor: True, order=85)
)
register_nav(
    NavItem(label=_("Pages"), url_name="wagtailadmin_home", icon="pen", show=can_write_pages, order=90)
)
