"""What the head of each page says: what to do, and why."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import number
from suppliers.facts.touch import Contact, open_promises


@dataclass(frozen=True)
class Head:
    title: str
    reason: str


def touch_head(actor: Actor, today: dt.date) -> Head:
    """One query."""
    if not actor.is_staff:
        return Head(
            _("What was said and promised when you met"),
            _("%(company)s shares these notes with you.") % {"company": settings.COMPANY_NAME},
        )
    owed = open_promises(actor).filter(promised_by_side=Side.COMPANY, promised_by__lte=today).count()
    title = (
        ngettext(
            "%(n)s promise of ours from a talk is due",
            "%(n)s promises of ours from talks are due",
            owed,
        )
        % {"n": number(owed)}
        if owed
        else _("When did we meet, and what was promised?")
    )
    return Head(
        title, _("Visits, calls, mails and meetings with partners: what was is here, what comes too.")
    )


def plan_head(plan: list[Contact]) -> Head:
    silent = sum(one.is_silent for one in plan)
    title = (
        ngettext(
            "Nobody has spoken to %(n)s partner for too long",
            "Nobody has spoken to %(n)s partners for too long",
            silent,
        )
        % {"n": number(silent)}
        if silent
        else _("We have spoken to everybody in time")
    )
    return Head(
        title,
        _(
            "Spoken is what took place as a touchpoint, and a word of either side in a question, a case or "
            "a plan. Orders, answers to lines, cards and mails that go out by themselves are not."
        ),
    )


def risk_head(many: int) -> Head:
    title = (
        ngettext("%(n)s partner may leave us", "%(n)s partners may leave us", many) % {"n": number(many)}
        if many
        else _("Nobody is at risk today")
    )
    return Head(
        title, _("Each reason with its figure. Whoever has most of the weight comes first: talk to them.")
    )
