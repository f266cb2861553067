"""Playbooks in the navigation, and at the steps where they help."""

from django.utils.translation import gettext_lazy as _

from cms.facts.playbooks import helping
from cms.permissions_training import can_see_training
from portal.registry import NavItem, register_nav, register_playbooks

register_playbooks(helping)
register_nav(
    NavItem(
        label=_("Playbooks"),
        url_name="cms:playbooks",
        icon="book",
        show=can_see_training,
        order=89,
        prefix="/playbooks/",
    )
)
