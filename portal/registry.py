"""What upper apps tell the bottom app: navigation, panels of the home pages, memberships, scopes, schedules.

The bottom app names no upper app; each registers itself when it is ready.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from portal.actors import Actor, MembershipLike


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation; `show` decides by actor, `order` sorts from left to right.

    Entries of one `group` share a place: the first that somebody sees leads there, and on their pages
    `{% nav_tabs group %}` leads from one to the other, each by its `tab`.
    """

    label: Any
    url_name: str
    icon: str
    show: Callable[[Actor], bool]
    order: int = 50
    prefix: str = ""  # the entry is current on every path that starts so
    count: Callable[[Actor], int] | None = None
    group: str = ""
    tab: Any = ""


@dataclass(frozen=True)
class Panel:
    """A piece of a composed page: `context` returns None when it has nothing to show to this actor."""

    name: str
    template: str
    context: Callable[..., dict[str, Any] | None]
    order: int = 50
    side: bool = False


@dataclass(frozen=True)
class ReachWay:
    """A way to reach us at the foot of every page, for whom `show` says."""

    label: Any
    url_name: str
    show: Callable[[Actor], bool]


@dataclass(frozen=True)
class Scheduled:
    """A job that runs by itself, every `seconds`."""

    task: str
    seconds: int


@dataclass(frozen=True)
class TaskWay:
    """Where a mail about a task leads; `until`: it opens it without a password, to this moment."""

    path: str
    until: Any = None


class _Registry:
    def __init__(self) -> None:
        self.nav: list[NavItem] = []
        self.panels: dict[str, list[Panel]] = defaultdict(list)
        self.scheduled: dict[str, Scheduled] = {}
        self.memberships: Callable[[Any], Sequence[MembershipLike]] = lambda user: ()
        self.accept_invitation: Callable[..., None] | None = None
        self.person_to_reach: Callable[[Actor], Any] = lambda actor: None
        self.scope_names: Callable[[Collection[str]], dict[str, str]] = lambda scopes: {}
        self.scopes_of: Callable[[MembershipLike], Collection[str]] = lambda membership: (
            membership.partner.public_id,
        )
        self.task_links: Callable[..., dict[int, TaskWay]] = lambda notices, at: {
            notice.pk: TaskWay(notice.path) for notice in notices
        }
        self.staff_listeners: list[Callable[..., None]] = []
        self.reach_ways: list[ReachWay] = []
        self.acting_people: Callable[[str], Any] = lambda scope: ()
        self.playbooks: Callable[..., list[tuple[str, str]]] = lambda actor, *steps: []


_registry = _Registry()


def register_nav(item: NavItem) -> None:
    if item not in _registry.nav:
        _registry.nav.append(item)
        _registry.nav.sort(key=lambda entry: entry.order)


def nav_for(actor: Actor) -> list[NavItem]:
    """Of each group the first that this actor sees."""
    shown = [item for item in _registry.nav if item.show(actor)]
    first = {item.group: item for item in reversed(shown) if item.group}
    return [item for item in shown if not item.group or first[item.group] is item]


def nav_group(actor: Actor, item: NavItem) -> list[NavItem]:
    """All that share this entry's place and that this actor sees."""
    return [item] if not item.group else nav_tabs(actor, item.group)


def nav_tabs(actor: Actor, group: str) -> list[NavItem]:
    return [item for item in _registry.nav if item.group == group and item.show(actor)]


def register_panel(slot: str, panel: Panel) -> None:
    if all(known.name != panel.name for known in _registry.panels[slot]):
        _registry.panels[slot].append(panel)
        _registry.panels[slot].sort(key=lambda entry: entry.order)


def panels_for(slot: str) -> list[Panel]:
    return list(_registry.panels[slot])


def register_schedule(entry: Scheduled) -> None:
    _registry.scheduled[entry.task] = entry


def schedule() -> list[Scheduled]:
    return list(_registry.scheduled.values())


def register_membership_source(source: Callable[[Any], Sequence[MembershipLike]]) -> None:
    """`source(user)` lists the memberships of a user, oldest first, with `partner` loaded."""
    _registry.memberships = source


def memberships_of(user: Any) -> Sequence[MembershipLike]:
    return _registry.memberships(user)


def register_invitation_acceptor(acceptor: Callable[..., None]) -> None:
    """`acceptor(user=, scope=, role=, by=)` makes the membership that an invitation promised."""
    _registry.accept_invitation = acceptor


def accept_invitation(**facts: Any) -> None:
    if _registry.accept_invitation is None:
        raise LookupError("No app has registered how an invitation to a partner is accepted.")
    _registry.accept_invitation(**facts)


def register_person_to_reach(finder: Callable[[Actor], Any]) -> None:
    """`finder(actor)` returns the user whom a partner reaches when stuck, or None."""
    _registry.person_to_reach = finder


def person_to_reach(actor: Actor) -> Any:
    return _registry.person_to_reach(actor)


def register_reach_way(way: ReachWay) -> None:
    if all(known.url_name != way.url_name for known in _registry.reach_ways):
        _registry.reach_ways.append(way)


def reach_ways(actor: Actor) -> list[ReachWay]:
    return [way for way in _registry.reach_ways if way.show(actor)]


def register_scope_names(names: Callable[[Collection[str]], dict[str, str]]) -> None:
    """`names(scopes)` gives the partners' names by their public ids, with one query."""
    _registry.scope_names = names


def scope_names(scopes: Collection[str]) -> dict[str, str]:
    """Unknown scopes are left out."""
    wanted = {scope for scope in scopes if scope}
    return _registry.scope_names(wanted) if wanted else {}


def register_scopes(finder: Callable[[MembershipLike], Collection[str]]) -> None:
    """`finder(membership)` gives the public ids under which a partner's things are kept: its own, and those
    of partners that were merged into it."""
    _registry.scopes_of = finder


def scopes_of(membership: MembershipLike) -> Collection[str]:
    return _registry.scopes_of(membership)


def register_task_links(maker: Callable[..., dict[int, TaskWay]]) -> None:
    """`maker(notices, at)` makes the links of mails, by the notices' keys.

    A notice that it leaves out is not mailed: its task is done, or it is no longer for that person.
    """
    _registry.task_links = maker


def ways_of(notices: Sequence[Any], at: Any) -> dict[int, TaskWay]:
    return _registry.task_links(notices, at) if notices else {}


def register_staff_listener(listener: Callable[..., None]) -> None:
    """`listener(user=)` hears, inside the transaction, that somebody's staff role or activity changed."""
    if listener not in _registry.staff_listeners:
        _registry.staff_listeners.append(listener)


def staff_changed(user: Any) -> None:
    for listener in _registry.staff_listeners:
        listener(user=user)


def register_acting_people(finder: Callable[[str], Any]) -> None:
    """`finder(scope)` gives those who act for a partner, or (empty) for the company: they stand in too."""
    _registry.acting_people = finder


def acting_people(scope: str) -> Any:
    """A queryset of users, active ones only, by name."""
    return _registry.acting_people(scope)


def register_playbooks(finder: Callable[..., list[tuple[str, str]]]) -> None:
    """`finder(actor, *steps)` gives title and address of what helps at these steps, with one query."""
    _registry.playbooks = finder


def playbooks_for(actor: Actor, *steps: str) -> list[tuple[str, str]]:
    """For our own people; nobody else hears of them, and nothing is asked for nothing."""
    wanted = [step for step in steps if step]
    return _registry.playbooks(actor, *wanted) if wanted and actor.is_staff else []
