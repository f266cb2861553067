"""What the editor shows: pages, their approval, pictures and files; people are not kept here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

_MENU = {"help"}
_SETTINGS = {"users", "groups", "collections", "sites", "redirects"}


@hooks.register("construct_main_menu")
def leave_out_of_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in _MENU]


@hooks.register("construct_settings_menu")
def leave_out_of_settings(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in _SETTINGS]


@hooks.register("construct_homepage_summary_items")
def count_pages_only(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if type(item).__name__ == "PagesSummaryItem"]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    return MenuItem(_("Back to the portal"), reverse("portal:home"), icon_name="home", order=1)
