"""What happened in a plan, newest first: acts and words; notes for staff alone only to staff."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.engine.periods import BadPeriod, Period
from portal.models import Attachment, AuditEvent, User
from portal.presentation import NONE, day, moment
from scorecards.models import ImprovementPlan, PlanComment, PlanReview
from scorecards.pages.contests import File, file_of
from scorecards.pages.plan_page_words import (
    half_of,
)
from scorecards.pages.plan_words import value_text
from scorecards.pages.words import period_name

# Newest ones that stand open; the others fold away.
OPEN, MOST = 8, 200
# What stands on the page by itself, as words or as a figure, is not told twice.
QUIET = {"plan.said", "plan.noted"}
SENTENCES = {
    "plan.proposed": gettext_lazy("Proposed"),
    "plan.changed": gettext_lazy("Other terms proposed: version %(version)s"),
    "plan.signed": gettext_lazy("Version %(version)s signed"),
    "plan.agreed": gettext_lazy("Version %(version)s is signed by both"),
    "plan.declined": gettext_lazy("Version %(version)s declined"),
    "plan.withdrawn": gettext_lazy("Version %(version)s withdrawn"),
    "plan.started": gettext_lazy("Started"),
    "plan.claimed": gettext_lazy("The effect is there, to be verified"),
    "plan.verified": gettext_lazy("%(period)s verified%(value)s"),
    "plan.effective": gettext_lazy("It works: the target has held"),
    "plan.not_effective": gettext_lazy("Not effective: it stays open"),
    "plan.resumed": gettext_lazy("Taken up again, round %(round)s"),
    "plan.closed": gettext_lazy("Closed"),
    "plan.stop_asked": gettext_lazy("Asked to call it off"),
    "plan.called_off": gettext_lazy("Called off by both"),
    "plan.kept_going": gettext_lazy("It goes on"),
    "plan.looked_after": gettext_lazy("Looked after by %(to)s"),
    "plan_action.begun": gettext_lazy("Works on “%(action)s”"),
    "plan_action.finished": gettext_lazy("Finished “%(action)s”"),
    "plan_action.reopened": gettext_lazy("“%(action)s” is open again"),
    "plan_action.expected": gettext_lazy("“%(action)s” is now expected on %(day)s"),
    "gain.booked": gettext_lazy("A gain booked"),
    "gain.taken_back": gettext_lazy("A gain taken back"),
}


@dataclass(frozen=True)
class Event:
    """`inside`: for staff alone. `quote`: words of a person, not what the portal says of an act."""

    key: str
    half: str
    text: str
    meta: str
    at: dt.datetime
    quote: bool = False
    inside: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Story:
    newest: list[Event]
    earlier: list[Event]

    @property
    def all(self) -> list[Event]:
        return [*self.newest, *self.earlier]


def comments_for(actor: Actor, plan: ImprovementPlan) -> list[PlanComment]:
    return list(PlanComment.objects.for_actor(actor).filter(plan=plan).order_by("-at", "-pk")[:MOST])


def files_for(actor: Actor, about: Sequence[str]) -> dict[str, list[File]]:
    """By the public id of what they belong to: one query."""
    found = Attachment.objects.for_actor(actor).by_thing(about)
    return {key: [file_of(one) for one in rows] for key, rows in found.items()}


def story_of(
    actor: Actor,
    plan: ImprovementPlan,
    comments: Sequence[PlanComment],
    files: Mapping[str, Sequence[File]],
) -> Story:
    """Two queries: the trail of this plan, and which of its people are the partner's."""
    said = [
        Event(
            f"said-{one.public_id}",
            half_of(one.side),
            one.text,
            _("%(who)s, %(at)s") % {"who": one.said_by, "at": moment(one.at, "week")},
            one.at,
            quote=True,
            inside=one.staff_only,
            files=tuple(files.get(one.public_id, ())),
        )
        for one in comments
    ]
    events = sorted([*said, *_acts(actor, plan)], key=lambda one: one.at, reverse=True)
    return Story(events[:OPEN], events[OPEN:])


def _acts(actor: Actor, plan: ImprovementPlan) -> list[Event]:
    label = ImprovementPlan._meta.label_lower
    trail = AuditEvent.objects.filter(object_type=label, object_id=plan.public_id).exclude(verb__in=QUIET)
    rows = [one for one in trail.order_by("-at", "-id")[:MOST] if one.verb in SENTENCES]
    staff = set(
        User.objects.filter(pk__in={one.actor_id for one in rows if one.actor_id})
        .exclude(role="")
        .values_list("pk", flat=True)
    )
    reviews = {one.period: one for one in plan.reviews.all()}
    found = []
    for one in rows:
        is_us = one.actor_id is None or one.actor_id in staff
        if one.verb == "plan.looked_after" and is_us != actor.is_staff:
            continue  # who looks after it inside is each side's own matter
        found.append(
            Event(
                f"act-{one.pk}",
                "us" if is_us else "you",
                str(SENTENCES[one.verb]) % _Given(_facts(plan, one.data or {}, reviews)),
                _("%(who)s, %(at)s") % {"who": one.actor_label, "at": moment(one.at, "week")},
                one.at,
            )
        )
    return found


def _facts(plan: ImprovementPlan, data: dict[str, Any], reviews: Mapping[str, PlanReview]) -> dict[str, Any]:
    """What a sentence names, as people read it."""
    facts = dict(data)
    if "day" in facts:
        facts["day"] = day(dt.date.fromisoformat(str(facts["day"])), "week")
    if "period" in facts:
        review = reviews.get(str(facts["period"]))
        value = value_text(plan, review.value) if review is not None else ""
        facts["period"] = _period(str(facts["period"]))
        facts["value"] = f": {value}" if value else ""
    return facts


def _period(key: str) -> str:
    try:
        return period_name(Period.parse(key))
    except BadPeriod:
        return key


class _Given(dict[str, Any]):
    """A sentence may name what an older event did not keep."""

    def __missing__(self, key: str) -> str:
        return NONE
