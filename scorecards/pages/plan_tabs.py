"""The pages about plans, side by side."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

PAGES: tuple[tuple[str, Any], ...] = (
    ("plan_list", _("List")),
    ("plan_board", _("Board")),
    ("idea_list", _("Ideas")),
    ("gain_list", _("What both gained")),
)


@dataclass(frozen=True)
class PageTab:
    label: Any
    url: str
    is_current: bool


def plan_tabs(current: str) -> list[PageTab]:
    """`current`: the name of the page's address, without its namespace."""
    return [PageTab(label, url, name == current) for name, label in PAGES if (url := _url(name))]


def _url(name: str) -> str:
    try:
        return reverse(f"scorecards:{name}")
    except NoReverseMatch:
        return ""
