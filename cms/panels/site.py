"""The navigation of the site, and page groups that follow roles."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.actions.editors import align_groups
from cms.models import NewsIndexPage, TextPage, ThanksPage
from cms.permissions import can_write_pages
from portal.actors import ANONYMOUS, Actor, system_actor
from portal.enums import Channel
from portal.registry import (
    NavItem,
    Panel,
    ReachWay,
    register_nav,
    register_panel,
    register_reach_way,
    register_staff_listener,
)


def _is_stranger(actor: Actor) -> bool:
    return actor.user is None


def _is_anybody(actor: Actor) -> bool:
    return True


def foot_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The smaller pages of the site: on its own pages, and wherever nobody is logged in.

    Whoever writes pages is one click away from writing the one they read.
    """
    actor, page = getattr(request, "actor", ANONYMOUS), getattr(request, "public_page", None)
    if not _is_stranger(actor) and page is None:
        return None
    may_write = page is not None and can_write_pages(actor)
    return {
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_write else "",
        "pages": Page.objects.live().type(TextPage, ThanksPage).order_by("path"),
        "has_feed": NewsIndexPage.objects.live().exists(),
    }


def _follow_role(user: Any) -> None:
    align_groups(by=system_actor(Channel.JOB), user=user)


for _order, _label, _url_name, _icon in (
    (86, _("News"), "cms:news", "newspaper"),
    (87, _("Become a partner"), "cms:join", "handshake"),
    (88, _("Reach us"), "cms:reach", "phone"),
):
    register_nav(NavItem(label=_label, url_name=_url_name, icon=_icon, show=_is_stranger, order=_order))
for _order, _label, _url_name, _icon in (
    (80, _("Mission"), "cms:mission", "flag"),
    (82, _("Standards"), "cms:standards", "gauge"),
    (85, _("Policies"), "cms:policies", "book-open"),
):
    register_nav(NavItem(label=_label, url_name=_url_name, icon=_icon, show=_is_anybody, order=_order))
register_reach_way(ReachWay(_("Every way to reach us"), "cms:reach", lambda actor: actor.user is not None))
register_panel("foot.site", Panel("site", "cms/components/foot.html", foot_panel))
register_nav(
    NavItem(label=_("Pages"), url_name="wagtailadmin_home", icon="pen", show=can_write_pages, order=90)
)
register_staff_listener(_follow_role)
