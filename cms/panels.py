"""What cms puts into the navigation and the composed pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.actions.editors import align_groups
from cms.permissions import can_write_pages
from portal.actors import Actor, system_actor
from portal.enums import Channel
from portal.registry import NavItem, register_nav, register_staff_listener


def _is_stranger(actor: Actor) -> bool:
    return actor.user is None


def _follow_role(user: Any) -> None:
    align_groups(by=system_actor(Channel.JOB), user=user)


register_nav(NavItem(label=_("Mission"), url_name="cms:mission", icon="flag", show=_is_stranger, order=80))
register_nav(
    NavItem(label=_("Policies"), url_name="cms:policies", icon="book-open", show=lambda actor: True, order=85)
)
register_nav(
    NavItem(label=_("Pages"), url_name="wagtailadmin_home", icon="pen", show=can_write_pages, order=90)
)
register_staff_listener(_follow_role)
