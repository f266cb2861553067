"""The first screen of a partner: what to do now, and what is due next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import number
from suppliers.enums import LineState
from suppliers.facts.desk import SOON_DAYS, DeskTab, on_desk
from suppliers.facts.standing import NEEDING_PARTNER
from suppliers.models import OrderLine
from suppliers.presenters.home_staff import greeting
from suppliers.presenters.lines import LineView, line_views, shown
from suppliers.presenters.words import sentence_case, spelled

SHOWN_EACH = 5
# Tone and picture of each group.
GROUP_LOOKS = {
    LineState.LATE: ("bad", "alert"),
    LineState.CHANGED: ("us", "swap"),
    LineState.COUNTERED: ("us", "swap"),
    LineState.TO_CONFIRM: ("you", "ask"),
    LineState.ON_TRACK: ("you", "ask"),
}


@dataclass(frozen=True)
class Group:
    """Lines that ask for the same act, by its name; `count` is of all, `lines` are the first of them."""

    label: str
    tone: str
    picture: str
    count: int
    url: str
    act: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class PartnerDay:
    groups: tuple[Group, ...]
    needs: int
    late: int
    open_lines: int
    soon: int
    next_lines: tuple[LineView, ...]


def partner_day(actor: Actor, now: dt.datetime) -> PartnerDay:
    """Five queries, however many lines there are: one for what is open, four for those that are shown."""
    today = timezone.localdate(now)
    mine = OrderLine.objects.for_actor(actor)
    found = list(
        on_desk(mine, today)
        .order_by("due_on", "pk")
        .values_list("pk", "state", "needs", "is_skipped", "waits", "is_soon")
    )
    needing = [(pk, state) for pk, state, needs, skipped, *_flags in found if needs and not skipped]
    soon = [pk for pk, state, needs, _skipped, waits, is_soon in found if is_soon and not needs and not waits]
    groups = {state: [pk for pk, its in needing if its == state] for state in NEEDING_PARTNER}
    # Lines on which nothing has changed, but we asked whether they are still good.
    groups[LineState.ON_TRACK] = [pk for pk, its in needing if its not in NEEDING_PARTNER]
    picked = [pk for pks in groups.values() for pk in pks[:SHOWN_EACH]] + soon[: 2 * SHOWN_EACH]
    lines = shown(OrderLine.objects.for_actor(actor).filter(pk__in=picked), today)
    views = {view.pk: view for view in line_views(lines.order_by("due_on", "pk"), actor, today)}
    return PartnerDay(
        groups=tuple(_group(state, pks, views) for state, pks in groups.items() if pks),
        needs=len(needing),
        late=len(groups[LineState.LATE]),
        open_lines=len(found),
        soon=len(soon),
        next_lines=tuple(views[pk] for pk in soon[: 2 * SHOWN_EACH]),
    )


def _group(state: LineState, pks: list[int], views: dict[int, LineView]) -> Group:
    company = {"company": settings.COMPANY_NAME}
    # What it is, what to do with each, and the tab of the desk that holds them all.
    words = {
        LineState.LATE: (_("Late"), _("Give a new date"), DeskTab.LATE),
        LineState.CHANGED: (_("Changed by %(company)s") % company, _("Look and answer"), DeskTab.CHANGED),
        LineState.COUNTERED: (
            _("%(company)s asks for another day") % company,
            _("Look and answer"),
            DeskTab.CHANGED,
        ),
        LineState.TO_CONFIRM: (_("To confirm"), _("Confirm"), DeskTab.TO_CONFIRM),
        LineState.ON_TRACK: (_("Still good?"), _("Say so"), DeskTab.NEEDS),
    }
    label, act, tab = words[state]
    return Group(
        label=label,
        tone=GROUP_LOOKS[state][0],
        picture=GROUP_LOOKS[state][1],
        count=len(pks),
        url=f"{reverse('suppliers:desk')}?tab={tab.value}",
        act=act,
        lines=tuple(views[pk] for pk in pks[:SHOWN_EACH]),
    )


def partner_head(day: PartnerDay, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """Counts what needs doing."""
    hello = f"{greeting(now)}, {actor.user.get_short_name()}."
    company = settings.COMPANY_NAME
    if not day.needs:
        reason = _("Thank you. Everything that is open has your word.")
        return {"title": f"{hello} {_('Nothing waits for you.')}", "reason": reason}
    title = ngettext("%(n)s line needs you.", "%(n)s lines need you.", day.needs) % {"n": spelled(day.needs)}
    reason = _("%(company)s would like your word on them.") % {"company": company}
    if day.late:
        late = ngettext(
            "%(n)s is late: %(company)s’s planners most need to know when it will arrive.",
            "%(n)s are late: %(company)s’s planners most need to know when those will arrive.",
            day.late,
        )
        reason = sentence_case(late % {"n": spelled(day.late), "company": company})
    return {
        "title": f"{hello} {sentence_case(title)}",
        "reason": reason,
        "act": _("Open the desk"),
        "url": reverse("suppliers:desk"),
    }


def soon_words(day: PartnerDay) -> str:
    words = ngettext(
        "%(n)s line in the next %(days)s days", "%(n)s lines in the next %(days)s days", day.soon
    )
    return words % {"n": number(day.soon), "days": SOON_DAYS}
