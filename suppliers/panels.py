"""What the directory and the trade facts put into the navigation and the composed pages."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.models import Invitation
from portal.permissions import can_manage_people
from portal.registry import (
    NavItem,
    Panel,
    Scheduled,
    register_acting_people,
    register_invitation_acceptor,
    register_membership_source,
    register_nav,
    register_panel,
    register_person_to_reach,
    register_schedule,
    register_scope_names,
    register_scopes,
    register_task_links,
)
from suppliers.actions import links
from suppliers.actions.memberships import accept_invitation
from suppliers.facts.colleagues import acting_people
from suppliers.facts.desk import needing_count
from suppliers.facts.importing import is_importing
from suppliers.facts.tasks import LINKS_SHOWN, only_waiting
from suppliers.models import Membership, Partner, TaskLink
from suppliers.permissions import can_import, can_see_directory, can_see_orders
from suppliers.presenters.home_partner import PartnerDay, partner_day, partner_head, soon_words
from suppliers.presenters.home_staff import StaffDay, staff_day, staff_head
from suppliers.presenters.tiles import Tile, partner_tiles, staff_tiles
from suppliers.registry import register_sentence


def memberships_of(user: Any) -> Sequence[Membership]:
    """Oldest first, with their partners: one query."""
    return list(Membership.objects.filter(user=user).select_related("partner__owner"))


def person_to_reach(actor: Actor) -> Any:
    """A partner's buyer."""
    return actor.membership.partner.owner if actor.membership is not None else None


def scopes_of(membership: Any) -> Collection[str]:
    """The partner's own, and those of its other names: their cards and files are its people's to read."""
    pk = membership.partner_id
    return Partner.objects.filter(Q(pk=pk) | Q(merged_into=pk)).order_by().values_list("public_id", flat=True)


def scope_names(scopes: Collection[str]) -> dict[str, str]:
    return dict(Partner.objects.filter(public_id__in=scopes).values_list("public_id", "name"))


def people_panel(request: Any, partner: Partner) -> dict[str, Any] | None:
    """Who can log in for this partner; nothing for those who may not know."""
    actor = request.actor
    if actor.partner_id is None and not can_see_directory(actor):
        return None
    people = Membership.objects.for_actor(actor).filter(partner=partner).select_related("user")
    waiting = Invitation.objects.for_actor(actor).filter(scope=partner.public_id).waiting()
    return {
        "people": people.order_by("user__name", "pk"),
        "waiting": waiting.count(),
        "may_manage": can_manage_people(actor, partner.public_id),
        "url": reverse("suppliers:partner_people", args=[partner.public_id])
        if actor.is_staff
        else reverse("suppliers:people"),
    }


def once(request: HttpRequest, name: str, find: Callable[[], Any]) -> Any:
    """Several panels of one page read the same: it is found once."""
    if not hasattr(request, name):
        setattr(request, name, find())
    return getattr(request, name)


def _staff_day(request: HttpRequest) -> StaffDay | None:
    if not can_see_directory(request.actor):
        return None
    return once(request, "_staff_day", lambda: staff_day(request.actor, timezone.now()))


def _partner_day(request: HttpRequest) -> PartnerDay | None:
    if request.actor.partner_id is None:
        return None
    return once(request, "_partner_day", lambda: partner_day(request.actor, timezone.now()))


def staff_head_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _staff_day(request)
    return staff_head(day, request.actor, timezone.now()) if day else None


def partner_head_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _partner_day(request)
    return partner_head(day, request.actor, timezone.now()) if day else None


def staff_tiles_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _staff_day(request)
    return {"tiles": staff_tiles(day)} if day and day.partners else None


def exceptions_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _staff_day(request)
    return {"day": day} if day else None


def todo_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _partner_day(request)
    return {"day": day, "today": timezone.localdate()} if day else None


def next_panel(request: HttpRequest) -> dict[str, Any] | None:
    day = _partner_day(request)
    return {"day": day, "words": soon_words(day), "today": timezone.localdate()} if day else None


def partner_tiles_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    tiles: list[Tile] = partner_tiles(partner, request.actor, timezone.localdate())
    return {"tiles": tiles}


def links_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The links in mails that still open something: one's own, and those of the people one looks after."""
    actor = request.actor
    if actor.partner_id is None:
        return None
    mine = TaskLink.objects.for_actor(actor).open_at(timezone.now()).select_related("user", "partner")
    return {"links": only_waiting(mine[:LINKS_SHOWN]), "me": actor.user}


def calendar_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The way to one's calendars, for who has promised days to read."""
    return {} if can_see_orders(request.actor) else None


def importing_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Tells readers of trade facts that a file is being saved or taken back, and no more than that."""
    return {} if is_importing() else None


register_panel("trade.note", Panel("importing", "suppliers/panels/importing.html", importing_panel))
register_nav(
    NavItem(gettext_lazy("Partners"), "suppliers:partner_list", "users", can_see_directory, order=20)
)
register_nav(NavItem(gettext_lazy("Orders"), "suppliers:order_list", "list", can_see_orders, order=30))
register_nav(NavItem(gettext_lazy("Imports"), "suppliers:import_list", "upload", can_import, order=70))
register_nav(
    NavItem(
        gettext_lazy("Data"),
        "suppliers:data",
        "cols",
        lambda actor: can_see_directory(actor) and not can_import(actor),
        order=70,
    )
)
register_nav(
    NavItem(
        gettext_lazy("Our data"),
        "suppliers:partner_own",
        "contact",
        lambda actor: actor.partner_id is not None,
        order=80,
        prefix="/partners/",
    )
)
register_panel("home.head.staff", Panel("directory", "suppliers/panels/head_staff.html", staff_head_panel))
register_panel(
    "home.head.partner", Panel("directory", "suppliers/panels/head_partner.html", partner_head_panel)
)
register_panel(
    "home.staff.tiles", Panel("orders", "suppliers/panels/tiles.html", staff_tiles_panel, order=10)
)
register_panel(
    "home.staff", Panel("exceptions", "suppliers/panels/exceptions.html", exceptions_panel, order=10)
)
register_panel("home.partner", Panel("todo", "suppliers/panels/todo.html", todo_panel, order=10))
register_panel("home.partner", Panel("next", "suppliers/panels/next.html", next_panel, order=20))
register_panel("partner.tiles", Panel("orders", "suppliers/panels/tiles.html", partner_tiles_panel, order=50))
register_sentence("partner.created", gettext_lazy("Added to the directory"))
register_sentence("partner.edited", gettext_lazy("Data changed"))
register_sentence("partner.merged", gettext_lazy("Became another name of %(name)s: %(reason)s"))
register_sentence("partner.merged_other", gettext_lazy("Took in %(name)s (%(code)s): %(reason)s"))
register_sentence("partner.parted", gettext_lazy("On its own again, no longer %(name)s"))
register_sentence("partner.parted_other", gettext_lazy("Gave back %(name)s (%(code)s)"))
register_sentence("contact.added", gettext_lazy("Contact added: %(name)s"))
register_sentence("contact.edited", gettext_lazy("Contact changed: %(name)s"))
register_sentence("contact.removed", gettext_lazy("Contact removed: %(name)s"))
register_membership_source(memberships_of)
register_scope_names(scope_names)
register_scopes(scopes_of)
register_acting_people(acting_people)
register_sentence("question.asked", gettext_lazy("Question asked: %(about)s"))
register_sentence("question.replied", gettext_lazy("Something said in a question"))
register_sentence("question.closed", gettext_lazy("Question closed"))
register_sentence("question.handed_over", gettext_lazy("Question handed over to %(to)s"))
register_sentence(
    "deputy.named", gettext_lazy("%(deputy)s stands in for %(name)s, %(first_on)s to %(last_on)s")
)
register_sentence("deputy.ended", gettext_lazy("%(deputy)s no longer stands in for %(name)s"))
register_invitation_acceptor(accept_invitation)
register_person_to_reach(person_to_reach)
register_panel(
    "partner.side", Panel("people", "suppliers/panels/people.html", people_panel, order=40, side=True)
)
register_schedule(Scheduled("suppliers.jobs.forget_old_previews", 86_400))
register_sentence("lines.answered", gettext_lazy("Order lines answered: %(lines)s"))
register_sentence("line.shipped", gettext_lazy("Shipped of %(line)s: %(number)s"))
register_sentence("line.unshipped", gettext_lazy("Ship notice of %(line)s taken back: %(number)s"))
register_sentence("proposal.accepted", gettext_lazy("Proposal accepted: %(line)s"))
register_sentence("proposal.countered", gettext_lazy("Counter-proposal made: %(line)s"))
register_sentence("proposal.declined", gettext_lazy("Proposal declined: %(line)s"))
register_sentence("proposal.agreed", gettext_lazy("Refusal agreed to: %(line)s"))
register_task_links(links.ways)
register_panel("account.mails", Panel("links", "suppliers/panels/links.html", links_panel, order=10))
register_panel("account.mails", Panel("calendar", "suppliers/panels/calendar.html", calendar_panel))
register_nav(
    NavItem(gettext_lazy("Programmes"), "suppliers:programme_list", "rocket", can_see_orders, order=60)
)
register_sentence("programme.joined", gettext_lazy("Joined the programme “%(name)s”"))
register_sentence("programme.left", gettext_lazy("Left the programme “%(name)s”"))
register_schedule(Scheduled("suppliers.jobs.ask_partners", 60))
register_nav(
    NavItem(
        gettext_lazy("Desk"),
        "suppliers:desk",
        "list-checks",
        lambda actor: actor.partner_id is not None,
        order=15,
        count=lambda actor: needing_count(actor, timezone.localdate()),
    )
)
