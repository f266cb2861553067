"""Whom to remind of what was planned, what was promised and who was silent too long."""

from datetime import date, timedelta

from django.db.models import QuerySet

from portal.actors import Actor
from portal.enums import Side
from suppliers.facts.touch import Contact, contact_plan, open_promises, planned
from suppliers.models import Partner, Touchpoint

WITH = ("partner__owner", "by", "contact")
# A missed run is made good for so long; what is older is on the home page anyway.
BACK = timedelta(days=7)


def meets_tomorrow(actor: Actor, today: date) -> QuerySet[Touchpoint]:
    """Planned for tomorrow, or (when the run of yesterday was missed) for today."""
    ahead = planned(actor).filter(on__range=(today, today + timedelta(days=1)))
    return ahead.select_related(*WITH).order_by("on", "pk")


def promises_due(actor: Actor, today: date) -> QuerySet[Touchpoint]:
    """Of ours, from their day on."""
    owed = open_promises(actor).filter(
        promised_by_side=Side.COMPANY, promised_by__range=(today - BACK, today)
    )
    return owed.select_related(*WITH).order_by("promised_by", "pk")


def gone_silent(actor: Actor, today: date) -> list[Contact]:
    """Past the day by which we meant to speak, and nothing planned."""
    plan = contact_plan(actor, Partner.objects.for_actor(actor), today)
    return [one for one in plan if one.is_silent and one.next_on is None]
