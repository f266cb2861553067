"""Figures as tiles: a label, the figure, what it says, and the address of its rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import number
from suppliers.facts.standing import OPEN, due_between, late_on, with_standing
from suppliers.models import OrderLine, Partner
from suppliers.presenters.home_staff import StaffDay


@dataclass(frozen=True)
class Tile:
    """`fig` is the sentence under the figure; `tone` colours it. `is_inside`: never for a partner's eyes."""

    label: str
    value: str
    url: str = ""
    small: str = ""
    unit: str = ""
    fig: str = ""
    tone: str = ""
    spark: Any = None
    is_inside: bool = False


def _due_soon(today: dt.date) -> str:
    """The lines due in the next two weeks."""
    until = today + dt.timedelta(days=14)
    return f"{reverse('suppliers:order_list')}?state=open&due_from={today}&due_until={until}"


def staff_tiles(day: StaffDay) -> list[Tile]:
    """The day in figures."""
    orders = reverse("suppliers:order_list")
    late_of = ngettext("of %(n)s open line", "of %(n)s open lines", day.open_lines) % {
        "n": number(day.open_lines)
    }
    return [
        Tile(_("Late lines"), number(day.late), f"{orders}?state=late", fig=late_of),
        Tile(
            _("Value at risk"),
            day.at_risk or _("none"),
            f"{orders}?state=risk",
            fig=_("late, or promised after the day it is needed"),
        ),
        Tile(
            _("Without an answer"),
            number(day.unanswered),
            f"{orders}?state=to_confirm",
            fig=ngettext("line has no promise yet", "lines have no promise yet", day.unanswered),
        ),
        Tile(_("Due soon"), number(day.due_soon), _due_soon(day.today), fig=_("lines in the next 14 days")),
    ]


def partner_tiles(partner: Partner, actor: Actor, today: dt.date) -> list[Tile]:
    """Open and late lines of one partner, and what is due: one query."""
    lines = with_standing(OrderLine.objects.for_actor(actor).filter(partner=partner))
    counts = lines.aggregate(
        open=Count("pk", filter=OPEN),
        late=Count("pk", filter=late_on(today)),
        soon=Count("pk", filter=due_between(today, today + dt.timedelta(days=14))),
    )
    orders = reverse("suppliers:order_list")
    mine = f"&partner={partner.public_id}" if actor.is_staff else ""
    late = ngettext("%(n)s is late", "%(n)s are late", counts["late"]) % {"n": number(counts["late"])}
    return [
        Tile(
            _("Open lines"),
            number(counts["open"]),
            f"{orders}?state={'late' if counts['late'] else 'open'}{mine}",
            fig=late if counts["late"] else _("none is late"),
            tone="bad" if counts["late"] else "ok",
        ),
        Tile(
            _("Due in the next 14 days"),
            number(counts["soon"]),
            _due_soon(today) + mine,
            unit=_("lines"),
        ),
    ]
