"""What every page's frame needs, in one variable."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.actors import ANONYMOUS, Actor
from portal.enums import Theme
from portal.reaching import Reach, reach, tel_of
from portal.registry import NavItem, nav_for, nav_group, person_to_reach, reach_ways
from portal.sessions import choices_for_request

THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Link:
    label: Any
    url: str
    icon: str
    current: bool
    count: int = 0


def nearness(path: str, item: NavItem) -> int:
    """How closely an entry's address names this page; 0: not at all."""
    start = item.prefix or reverse(item.url_name)
    return len(start) if path.startswith(start) else 0


class Frame:
    """Navigation, brand, theme and the person to reach, for one request; each is read when first used."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)
        self.company = settings.COMPANY_NAME

    @cached_property
    def nav(self) -> list[Link]:
        """The place whose address names this page most closely is the current one."""
        path = self.request.path
        counting = not getattr(self.request, "went_wrong", False)
        items = [(item, reverse(item.url_name)) for item in nav_for(self.actor)]
        near = [max(nearness(path, one) for one in nav_group(self.actor, item)) for item, _url in items]
        closest = max(near, default=0)
        return [
            Link(
                item.label,
                url,
                item.icon,
                path == url or (0 < length == closest),
                item.count(self.actor) if item.count and counting else 0,
            )
            for (item, url), length in zip(items, near, strict=True)
        ]

    @cached_property
    def partner(self) -> Any:
        return self.actor.membership.partner if self.actor.membership else None

    @cached_property
    def memberships(self) -> Any:
        if self.actor.user is None or self.actor.is_staff:
            return ()
        return choices_for_request(self.request)

    @cached_property
    def buyer(self) -> Any:
        return person_to_reach(self.actor)

    @property
    def buyer_tel(self) -> str:
        return tel_of(self.buyer.phone) if self.buyer is not None else ""

    @property
    def reach(self) -> Reach:
        return reach()

    @cached_property
    def ways(self) -> list[tuple[Any, str]]:
        """(label, address) of what else can be done to reach us."""
        return [(way.label, reverse(way.url_name)) for way in reach_ways(self.actor)]

    @property
    def theme(self) -> str:
        chosen = self.request.COOKIES.get(THEME_COOKIE, Theme.AUTO)
        return chosen if chosen in Theme.values else Theme.AUTO


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `{{ frame }}`."""
    return {"frame": Frame(request)}
