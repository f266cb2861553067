"""Parts of a plan's page: its steps, who does what, versions, signatures, and what both gain."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.clocks import local_day
from portal.engine.periods import Period
from portal.enums import Side
from portal.presentation import day, moment
from scorecards.engine.plan_terms import ActionTerm, Terms, changes
from scorecards.enums import PlanActionState, PlanState, VersionState
from scorecards.facts.plans import OPEN_ACTIONS, Round, due, lateness, rule_of, terms_of
from scorecards.models import ImprovementPlan, PlanAction, PlanVersion
from scorecards.pages.contests import File
from scorecards.pages.plan_page_words import (
    half_of,
    hold_words,
    part_name,
    part_words,
    side_name,
)
from scorecards.pages.plan_words import PlanChip, action_chip
from scorecards.pages.words import period_name
from scorecards.policies_plans import ENDED

ORDER = (
    PlanState.PROPOSED,
    PlanState.AGREED,
    PlanState.IN_PROGRESS,
    PlanState.MEASURING,
    PlanState.EFFECTIVE,
    PlanState.CLOSED,
)


@dataclass(frozen=True)
class Step:
    """`state`: done, now or empty (to come)."""

    name: str
    note: str
    state: str


def steps_of(plan: ImprovementPlan, terms: Terms, now: Round | None) -> list[Step]:
    """From proposed to closed; a plan that ended otherwise ends where it ended."""
    state = PlanState(plan.state)
    order = [
        PlanState.NOT_EFFECTIVE if one == PlanState.EFFECTIVE and state == PlanState.NOT_EFFECTIVE else one
        for one in ORDER
    ]
    if state not in order:
        reached = {PlanState.AGREED: plan.agreed_at, PlanState.IN_PROGRESS: plan.started_on}
        order = [PlanState.PROPOSED, *(one for one, at in reached.items() if at), state]
    place = order.index(state)
    notes = _step_notes(plan, terms, now)
    over = state in ENDED
    return [
        Step(
            str(one.label),
            notes.get(one, ""),
            "done" if at < place or (at == place and over) else "now" if at == place else "",
        )
        for at, one in enumerate(order)
    ]


def _step_notes(plan: ImprovementPlan, terms: Terms, now: Round | None) -> dict[PlanState, str]:
    ended = day(local_day(plan.closed_at), "short") if plan.closed_at else ""
    decided = day(local_day(plan.decided_at), "short") if plan.decided_at else ""
    return {
        PlanState.PROPOSED: _("%(day)s, by %(name)s")
        % {"day": day(local_day(plan.proposed_at), "short"), "name": plan.proposed_by_label},
        PlanState.AGREED: _("%(day)s, both signed") % {"day": day(local_day(plan.agreed_at), "short")}
        if plan.agreed_at
        else "",
        PlanState.IN_PROGRESS: _("since %(day)s") % {"day": day(plan.started_on, "short")}
        if plan.started_on
        else "",
        PlanState.MEASURING: _measuring_note(plan, terms, now),
        PlanState.EFFECTIVE: decided or _("or it stays open"),
        PlanState.NOT_EFFECTIVE: _("%(day)s; it stays open") % {"day": decided} if decided else "",
        PlanState.CLOSED: ended,
        PlanState.DECLINED: ended,
        PlanState.WITHDRAWN: ended,
        PlanState.CALLED_OFF: ended,
    }


def _measuring_note(plan: ImprovementPlan, terms: Terms, now: Round | None) -> str:
    months = rule_of(plan).months
    first = now.first_holding if now else Period.containing(terms.by_when, months)
    return _("from %(first)s, %(long)s") % {
        "first": period_name(first),
        "long": hold_words(months, terms.hold),
    }


@dataclass(frozen=True)
class ActionRow:
    """`is_mine`: the reader's side does it. `key`: its anchor. `state` as PlanActionState."""

    public_id: str
    key: str
    title: str
    who: str
    notes: list[str]
    chip: PlanChip
    state: str
    is_mine: bool
    evidence: str = ""
    files: Sequence[File] = ()
    late: int = 0
    waits: str = ""

    @property
    def is_done(self) -> bool:
        return self.state == PlanActionState.DONE

    @property
    def is_begun(self) -> bool:
        return self.state == PlanActionState.RUNNING


@dataclass(frozen=True)
class SideCard:
    name: str
    half: str
    is_mine: bool
    actions: list[ActionRow]
    obligations: list[str]


def sides_of(
    plan: ImprovementPlan,
    terms: Terms,
    rows: Sequence[PlanAction],
    files: Mapping[str, Sequence[File]],
    mine: str,
    today: dt.date,
) -> list[SideCard]:
    """The partner's half first. Before both have signed its actions are those of the terms that wait."""
    found = []
    for side in (Side.PARTNER, Side.COMPANY):
        is_mine = side == mine
        if plan.terms_id is None:
            actions = [_proposed(one, terms, is_mine=is_mine) for one in terms.actions if one.side == side]
        else:
            names = {one.key: one for one in rows}
            actions = [
                _row(one, names, files.get(one.public_id, ()), today, is_mine=is_mine)
                for one in rows
                if one.side == side
            ]
        keeps = [one.text for one in terms.obligations if one.side == side]
        found.append(SideCard(side_name(plan, side), half_of(side), is_mine, actions, keeps))
    return found


def _proposed(one: ActionTerm, terms: Terms, *, is_mine: bool) -> ActionRow:
    before = terms.action(one.waits_for) if one.waits_for else None
    notes = [_("waits for “%(title)s”") % {"title": before.title}] if before else []
    return ActionRow(
        public_id="",
        key=one.key,
        title=one.title,
        who=", ".join(filter(None, [one.owner_name or one.owner, day(one.due_on)])),
        notes=notes,
        chip=PlanChip(_("Proposed"), "open", "pen"),
        state=PlanActionState.OPEN,
        is_mine=is_mine,
    )


def _row(
    one: PlanAction,
    names: Mapping[str, PlanAction],
    files: Sequence[File],
    today: dt.date,
    *,
    is_mine: bool,
) -> ActionRow:
    before = names.get(one.waits_for) if one.waits_for else None
    waits = before.title if before is not None and before.state in OPEN_ACTIONS else ""
    notes = []
    is_open = one.state in OPEN_ACTIONS
    if is_open and one.expected_on:
        notes.append(_("now expected on %(day)s") % {"day": day(one.expected_on, "week")})
    if is_open and waits:
        notes.append(_("waits for “%(title)s”") % {"title": waits})
    if one.done_at:
        names_of = {"day": day(local_day(one.done_at), "short"), "name": one.done_by_label}
        notes.append(_("done on %(day)s by %(name)s") % names_of)
    return ActionRow(
        public_id=one.public_id,
        key=one.key,
        title=one.title,
        who=", ".join(filter(None, [one.owner_name, day(one.due_on)])),
        notes=notes,
        chip=action_chip(one, today, waits=bool(waits)),
        state=one.state,
        is_mine=is_mine,
        evidence=one.evidence,
        files=files,
        late=lateness(one, today) if (due(one) < today or one.due_on < today) else 0,
        waits=waits,
    )


@dataclass(frozen=True)
class SignatureRow:
    half: str
    side: str
    name: str
    meta: str


@dataclass(frozen=True)
class Difference:
    name: str
    was: str
    now: str


@dataclass(frozen=True)
class VersionCard:
    """`unsigned`: the sides whose signature it waits for, by name."""

    public_id: str
    number: int
    side: str
    half: str
    made: str
    why: str
    state: str
    ended: str
    words: str
    digest: str
    signatures: list[SignatureRow]
    unsigned: list[str]
    differences: list[Difference] = field(default_factory=list)


def versions_of(plan: ImprovementPlan, versions: Sequence[PlanVersion]) -> list[VersionCard]:
    """Newest first; the one that waits is compared to the one in force, the others to the one before."""
    by_number = sorted(versions, key=lambda one: one.number)
    found = []
    for place, one in enumerate(by_number):
        base = by_number[place - 1] if place else None
        if one.state == VersionState.OPEN and plan.terms_id is not None:
            base = next(each for each in by_number if each.pk == plan.terms_id)
        found.append(_version(plan, one, base))
    return found[::-1]


def _version(plan: ImprovementPlan, one: PlanVersion, base: PlanVersion | None) -> VersionCard:
    signatures = sorted(one.signatures.all(), key=lambda each: each.side != Side.PARTNER)
    signed = {each.side for each in signatures}
    waits = [side for side in (Side.PARTNER, Side.COMPANY) if side not in signed]
    return VersionCard(
        public_id=one.public_id,
        number=one.number,
        side=side_name(plan, one.side),
        half=half_of(one.side),
        made=_("%(name)s, %(at)s") % {"name": one.made_by_label, "at": moment(one.made_at)},
        why=one.why,
        state=str(one.get_state_display()),
        ended=_("%(name)s, %(at)s") % {"name": one.ended_by_label, "at": moment(one.ended_at)}
        if one.ended_at
        else "",
        words=one.words,
        digest=f"{one.digest[:4]} {one.digest[4:8]}",
        signatures=[
            SignatureRow(
                half_of(each.side),
                side_name(plan, each.side),
                each.name,
                ", ".join(filter(None, [each.title, moment(each.at, "full")])),
            )
            for each in signatures
        ],
        unsigned=[side_name(plan, side) for side in waits] if one.state == VersionState.OPEN else [],
        differences=_differences(plan, terms_of(base), terms_of(one)) if base is not None else [],
    )


def _differences(plan: ImprovementPlan, old: Terms, new: Terms) -> list[Difference]:
    return [
        Difference(
            part_name(plan, one),
            part_words(plan, old.currency, one.part, one.old),
            part_words(plan, new.currency, one.part, one.new),
        )
        for one in changes(old, new)
    ]


@dataclass(frozen=True)
class Person:
    what: str
    side: str
    half: str
    name: str


def people_of(plan: ImprovementPlan) -> list[Person]:
    """Who looks after it on either side, and who hears when it is stuck."""
    named: tuple[tuple[str, Any, str], ...] = (
        (_("looks after it"), plan.their_owner, Side.PARTNER),
        (_("looks after it"), plan.our_owner, Side.COMPANY),
        (_("hears when it is stuck"), plan.their_escalation, Side.PARTNER),
        (_("hears when it is stuck"), plan.our_escalation, Side.COMPANY),
    )
    return [
        Person(what, side_name(plan, side), half_of(side), str(user))
        for what, user, side in named
        if user is not None
    ]
