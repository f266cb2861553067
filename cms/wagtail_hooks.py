"""What the editor shows: pages and their approval; people, files and pictures are not kept here."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

_MENU = {"images", "documents", "help"}
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
