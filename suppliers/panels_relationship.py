"""What the relationship puts into the navigation and the composed pages."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.clocks import local_day
from portal.presentation import day
from portal.registry import (
    NavItem,
    Panel,
    ReachWay,
    Scheduled,
    register_nav,
    register_panel,
    register_reach_way,
    register_schedule,
)
from portal.tables import Column
from suppliers.enums import TouchState
from suppliers.facts.at_risk import at_risk
from suppliers.facts.praise import anniversaries, of_actor, people_known_to
from suppliers.facts.touch import Spoken, contact_plan, last_spoken, open_promises, planned
from suppliers.forms_relationship import QuickNoteForm
from suppliers.models import Contact, Partner, Touchpoint
from suppliers.permissions import can_recognise, can_talk
from suppliers.permissions_touch import can_note, can_praise, can_see_relationship
from suppliers.presenters.partners import contact_views
from suppliers.presenters.relationship.calendar import meetings
from suppliers.presenters.relationship.entries import entries, promise_of
from suppliers.presenters.relationship.words import contact_words, how_words, sign_words, spoken_words
from suppliers.registry import PartnerColumn, register_events, register_partner_column, register_sentence

SHOWN = 3
ON_HOME = 5
FRESH = dt.timedelta(days=60)
WEEK = dt.timedelta(days=7)
WITH = ("partner", "by", "contact")


class LastSpokenColumn(Column):
    """The last word with a partner; under it in which way."""

    css = "nowrap"

    def write(self, value: Any, record: Any) -> Any:
        return day(value.on)

    def value(self, value: Any, record: Any) -> Any:
        return value.on


def spoken_of(actor: Actor, partners: Sequence[int]) -> Mapping[int, Spoken]:
    return last_spoken(actor, partners) if can_see_relationship(actor) else {}


def partner_touch(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """The newest touchpoints, what the plan says, and the note to write; a partner sees what is shared."""
    actor, now = request.actor, timezone.now()
    if actor.is_staff and not can_see_relationship(actor):
        return None
    rows = Touchpoint.objects.for_actor(actor).filter(partner=partner, taken_back_at=None)
    found = list(rows.exclude(state=TouchState.CANCELLED).select_related(*WITH)[:SHOWN])
    if not actor.is_staff:
        return _shared(found, actor, partner, now) if found else None
    plan = contact_plan(actor, Partner.objects.for_actor(actor).filter(pk=partner.pk), local_day(now))
    may = can_note(actor) and partner.merged_into_id is None
    return {
        "entries": entries(found, actor, now),
        "spoken": spoken_words(plan[0].last, local_day(now)) if plan else "",
        "plan_words": contact_words(plan[0]) if plan else "",
        "form": QuickNoteForm(auto_id="note_%s") if may else None,
        "partner": partner,
        "all_url": reverse("suppliers:partner_touchpoints", args=[partner.public_id]),
        "new_url": reverse("suppliers:touchpoint_new"),
    }


def _shared(found: list[Touchpoint], actor: Actor, partner: Partner, now: dt.datetime) -> dict[str, Any]:
    return {
        "entries": entries(found, actor, now),
        "partner": partner,
        "all_url": reverse("suppliers:partner_touchpoints", args=[partner.public_id]),
    }


def partner_acts(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """Call the first contact who has a number, and note what was said: one query."""
    actor = request.actor
    if not can_note(actor) or partner.merged_into_id is not None:
        return None
    reached = (
        Contact.objects.for_actor(actor).filter(partner=partner).exclude(phone="").order_by("name", "pk")
    )
    views = contact_views(reached[:1], False)
    return {"call": views[0] if views else None}


def home_touch(request: HttpRequest) -> dict[str, Any] | None:
    """Of one of ours: what was promised in talks and is due, and whom they meet this week: two queries."""
    actor, now = request.actor, timezone.now()
    if actor.user is None or not can_see_relationship(actor):
        return None
    today = local_day(now)
    mine = Q(by=actor.user) | Q(partner__owner=actor.user)
    owed = open_promises(actor).filter(mine, promised_by__lte=today + WEEK).select_related(*WITH)
    coming = planned(actor).filter(mine, on__lte=today + WEEK).select_related(*WITH)
    promised = [(row, promise_of(row, actor, now)) for row in owed.order_by("promised_by", "pk")[:ON_HOME]]
    found = list(coming.order_by("on", "pk")[:ON_HOME])
    if not promised and not found:
        return None
    visits = zip(entries(found, actor, now), (row.partner for row in found), strict=True)
    return {"promised": promised, "visits": list(visits)}


def home_risk(request: HttpRequest) -> dict[str, Any] | None:
    """The three with most of the weight."""
    actor = request.actor
    if not can_see_relationship(actor):
        return None
    found = at_risk(actor, Partner.objects.for_actor(actor), local_day())
    if not found:
        return None
    rows = [(row.partner, sign_words(row.signs[0]), len(row.signs) - 1) for row in found[:SHOWN]]
    return {"rows": rows, "count": len(found)}


def home_years(request: HttpRequest) -> dict[str, Any] | None:
    """Anniversaries soon, and who praised me lately: two queries."""
    actor = request.actor
    if actor.user is None or not can_see_relationship(actor):
        return None
    years = anniversaries(actor, local_day())[:SHOWN]
    since = timezone.now() - FRESH
    praised = of_actor(actor).filter(person=actor.user, taken_back_at=None, at__gte=since)
    heard = list(praised.select_related("partner")[:SHOWN])
    if not (years or heard):
        return None
    return {"years": years, "praised": heard, "may_thank": can_recognise(actor)}


def home_partner_years(request: HttpRequest) -> dict[str, Any] | None:
    """A partner's own anniversary in its week, and the way to praise one of our people."""
    actor = request.actor
    member = actor.membership
    if member is None:
        return None
    partner = member.partner
    years = anniversaries(actor, local_day(), days=WEEK.days) if partner.since else []
    may = can_praise(actor, partner) and people_known_to(actor).exists()
    return {"years": years[0] if years else None, "may_praise": may} if years or may else None


def _speaks(actor: Actor) -> bool:
    """A partner's people who may ask and complain."""
    return actor.membership is not None and can_talk(actor, actor.membership.partner)


register_reach_way(ReachWay(gettext_lazy("Ask a question"), "suppliers:question_new", _speaks))
register_reach_way(ReachWay(gettext_lazy("Tell us of a problem"), "suppliers:case_new", _speaks))
register_nav(
    NavItem(
        gettext_lazy("Relationship"),
        "suppliers:touchpoints",
        "handshake",
        can_see_relationship,
        order=58,
        prefix="/partners/relationship/",
    )
)
register_partner_column(
    PartnerColumn(
        "last_spoken",
        lambda: LastSpokenColumn(
            gettext_lazy("Last spoken"),
            accessor="extra__last_spoken",
            order_by=("extra__last_spoken__on",),
            sub=lambda row: how_words(row.extra["last_spoken"].how),
        ),
        spoken_of,
    )
)
register_panel("partner.main", Panel("touch", "suppliers/relationship/panel.html", partner_touch, order=60))
register_panel("partner.acts", Panel("touch", "suppliers/relationship/acts.html", partner_acts, order=10))
register_panel(
    "home.staff", Panel("touch", "suppliers/relationship/home.html", home_touch, order=15, side=True)
)
register_panel("home.staff", Panel("risk", "suppliers/relationship/home_risk.html", home_risk, order=25))
register_panel(
    "home.staff", Panel("years", "suppliers/relationship/home_years.html", home_years, order=65, side=True)
)
register_panel(
    "home.partner",
    Panel("years", "suppliers/relationship/home_partner.html", home_partner_years, order=60, side=True),
)
register_events(meetings)
register_schedule(Scheduled("suppliers.jobs_touch.remind", 3_600))
for verb, words in {
    "touchpoint.noted": gettext_lazy("%(kind)s on %(on)s noted"),
    "touchpoint.planned": gettext_lazy("%(kind)s planned for %(on)s"),
    "touchpoint.held": gettext_lazy("%(kind)s planned for %(on)s took place"),
    "touchpoint.changed": gettext_lazy("Note of %(on)s changed"),
    "touchpoint.cancelled": gettext_lazy("%(kind)s on %(on)s cancelled"),
    "touchpoint.taken_back": gettext_lazy("Note of %(on)s taken back"),
    "touchpoint.kept": gettext_lazy("What was promised on %(on)s is done"),
    "touchpoint.open_again": gettext_lazy("What was promised on %(on)s is open again"),
    "person.praised": gettext_lazy("Praised %(name)s"),
    "person.praise_taken_back": gettext_lazy("Praise taken back"),
    "partner.loss_explained": gettext_lazy("Why it was lost"),
}.items():
    register_sentence(verb, words)
