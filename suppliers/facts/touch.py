"""When we last spoke with each partner, how often we mean to, and what is planned.

Spoken is: a touchpoint that took place, and a word of either side in a question, in a case or (from upper
apps) in a plan, that the other side reads. Orders, answers to lines, cards and mails that go out by
themselves are not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q, QuerySet

from portal.actors import Actor
from portal.clocks import local_day
from suppliers.enums import PartnerStatus, TouchState
from suppliers.models import CaseMessage, ContactRule, Partner, QuestionMessage, Touchpoint
from suppliers.registry import last_words

DEFAULT_DAYS = 60
SOON = timedelta(days=14)
QUESTION, CASE, PLAN = "question", "case", "plan"


@dataclass(frozen=True)
class Spoken:
    """The last word with one partner; `how`: a TouchKind, or question, case, plan."""

    on: date
    how: str


@dataclass(frozen=True)
class Rule:
    every_days: int = DEFAULT_DAYS
    kind: str = ""
    kind_every_days: int = 0


@dataclass(frozen=True)
class Contact:
    """One partner in the contact plan. `days`: since the last word; None: there was none.

    `due_on` is the day by which we mean to speak, `kind_due_on` that of the way that the rule asks for.
    """

    partner: Partner
    last: Spoken | None
    days: int | None
    rule: Rule
    due_on: date
    kind_due_on: date | None
    next_on: date | None
    next_kind: str
    today: date

    @property
    def is_silent(self) -> bool:
        return self.due_on < self.today

    @property
    def is_kind_due(self) -> bool:
        return self.kind_due_on is not None and self.kind_due_on < self.today

    @property
    def is_soon(self) -> bool:
        return not self.is_silent and self.due_on <= self.today + SOON

    @property
    def over(self) -> int:
        """Days past the day by which we meant to speak."""
        return max(0, (self.today - self.due_on).days)

    @property
    def silent_since(self) -> str:
        """What names this silence: one reminder each."""
        return self.last.on.isoformat() if self.last else "never"


def held(actor: Actor) -> QuerySet[Touchpoint]:
    """What took place and was not taken back."""
    return Touchpoint.objects.for_actor(actor).filter(state=TouchState.DONE, taken_back_at=None)


def planned(actor: Actor) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.for_actor(actor).filter(state=TouchState.PLANNED, taken_back_at=None)


def open_promises(actor: Actor) -> QuerySet[Touchpoint]:
    """Promised then and not done yet."""
    return held(actor).filter(kept_at=None).exclude(promised="")


def last_spoken(actor: Actor, partners: Collection[int]) -> dict[int, Spoken]:
    """By partner pk; a fixed number of queries."""
    return _newest(_touched(actor, partners), _written(actor, partners))


def contact_plan(actor: Actor, partners: QuerySet[Partner], today: date) -> list[Contact]:
    """Every active one of these, the longest silence first; a fixed number of queries."""
    active = partners.filter(status=PartnerStatus.ACTIVE, merged_into=None).select_related("owner")
    found = list(active.order_by("name", "pk"))
    pks = [partner.pk for partner in found]
    touched, written = _touched(actor, pks), _written(actor, pks)
    last = _newest(touched, written)
    coming = _coming(actor, pks, today)
    rules = rules_by_segment(actor)
    plan = [
        _contact(
            partner,
            last.get(partner.pk),
            touched.get(partner.pk, {}),
            rules.get(partner.segment) or rules.get("", Rule()),
            coming.get(partner.pk),
            today,
        )
        for partner in found
    ]
    return sorted(plan, key=lambda one: (one.due_on, one.partner.name.casefold(), one.partner.pk))


def rules_by_segment(actor: Actor) -> dict[str, Rule]:
    rows = ContactRule.objects.for_actor(actor)
    return {row.segment: Rule(row.every_days, row.kind, row.kind_every_days or 0) for row in rows}


def began(partner: Partner) -> date:
    """The first day of the relationship, as far as we know."""
    return partner.since or local_day(partner.created_at)


def _contact(
    partner: Partner,
    last: Spoken | None,
    touched: Mapping[str, date],
    rule: Rule,
    coming: tuple[date, str] | None,
    today: date,
) -> Contact:
    start = began(partner)
    kind_due = None
    if rule.kind:
        kind_due = touched.get(rule.kind, start) + timedelta(days=rule.kind_every_days)
    next_on, next_kind = coming or (None, "")
    return Contact(
        partner=partner,
        last=last,
        days=(today - last.on).days if last else None,
        rule=rule,
        due_on=(last.on if last else start) + timedelta(days=rule.every_days),
        kind_due_on=kind_due,
        next_on=next_on,
        next_kind=next_kind,
        today=today,
    )


def _touched(actor: Actor, partners: Collection[int]) -> dict[int, dict[str, date]]:
    """By partner and way the last day: one query."""
    rows = held(actor).filter(partner__in=partners).order_by().values_list("partner_id", "kind")
    found: dict[int, dict[str, date]] = {}
    for partner, kind, on in rows.annotate(Max("on")):
        found.setdefault(partner, {})[kind] = on
    return found


def _written(actor: Actor, partners: Collection[int]) -> dict[int, dict[str, date]]:
    """Words in questions, cases and what upper apps register."""
    asked = QuestionMessage.objects.for_actor(actor).filter(partner__in=partners)
    said = CaseMessage.objects.for_actor(actor).filter(case__partner__in=partners, staff_only=False)
    sources: tuple[tuple[str, Mapping[int, datetime]], ...] = (
        (QUESTION, dict(asked.order_by().values_list("partner_id").annotate(Max("at")))),
        (CASE, dict(said.order_by().values_list("case__partner_id").annotate(Max("at")))),
        (PLAN, last_words(actor, partners)),
    )
    found: dict[int, dict[str, date]] = {}
    for how, moments in sources:
        for partner, moment in moments.items():
            found.setdefault(partner, {})[how] = local_day(moment)
    return found


def _newest(*sources: Mapping[int, Mapping[str, date]]) -> dict[int, Spoken]:
    found: dict[int, Spoken] = {}
    for source in sources:
        for partner, days in source.items():
            for how, on in days.items():
                if partner not in found or on > found[partner].on:
                    found[partner] = Spoken(on, how)
    return found


def _coming(actor: Actor, partners: Collection[int], today: date) -> dict[int, tuple[date, str]]:
    """The next planned one with each, and its way: one query."""
    rows = planned(actor).filter(Q(partner__in=partners), on__gte=today).order_by()
    found: dict[int, tuple[date, str]] = {}
    for partner, kind, on in rows.values_list("partner_id", "kind").annotate(Min("on")):
        found[partner] = min((on, kind), found.get(partner, (on, kind)))
    return found
