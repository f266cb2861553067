"""The page of one plan: what both sides read, and what this reader does next. Also the plan on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import day, number
from scorecards.engine.plan_terms import Terms
from scorecards.enums import PlanActionState, PlanSource, PlanState
from scorecards.facts.plans import LIVE, current_round, rule_of, terms_of
from scorecards.models import ImprovementPlan, PlanAction
from scorecards.pages.contests import File
from scorecards.pages.plan_effect import EffectCard, effect_card
from scorecards.pages.plan_page_gains import Booked, Expected, booked_of, expected_of
from scorecards.pages.plan_page_parts import (
    ActionRow,
    Person,
    SideCard,
    Step,
    VersionCard,
    people_of,
    sides_of,
    steps_of,
    versions_of,
)
from scorecards.pages.plan_page_story import Story, comments_for, files_for, story_of
from scorecards.pages.plan_page_words import (
    CAUSE_KINDS,
    CAUSE_NAMES,
    hold_words,
    side_name,
)
from scorecards.pages.plan_words import PlanChip, state_chip, target_words, value_text
from scorecards.pages.words import period_name
from scorecards.permissions_plans import side_of
from scorecards.policies_plans import open_version


@dataclass(frozen=True)
class Notice:
    """`lead` in bold, then what to do about it."""

    lead: str
    text: str
    tone: str
    picture: str


@dataclass(frozen=True)
class CauseRow:
    name: str
    words: str


@dataclass(frozen=True)
class Verifiable:
    """A closed period that may be verified, with what it came to."""

    key: str
    name: str


@dataclass(frozen=True)
class PlanPage:
    """`waiting` waits for signatures, `in_force` is what both have signed, `earlier` the others."""

    title: str
    reference: str
    reason: str
    source_words: str
    source_url: str
    chip: PlanChip
    partner_name: str
    company: str
    target: str
    by_when: str
    hold: str
    steps: list[Step]
    notices: list[Notice]
    effect: EffectCard
    sides: list[SideCard]
    done_words: str
    cause_kind: str
    cause: list[CauseRow]
    in_force: VersionCard | None
    waiting: VersionCard | None
    earlier: list[VersionCard]
    expected: Expected
    booked: Booked
    story: Story
    files: Sequence[File]
    people: list[Person]
    verifiable: list[Verifiable]
    held: str
    learned: str
    open_actions: int
    is_live: bool

    @property
    def has_obligations(self) -> bool:
        return any(side.obligations for side in self.sides)

    @property
    def mine(self) -> list[ActionRow]:
        """What the reader's side has still to do, the latest first."""
        rows = [one for side in self.sides if side.is_mine for one in side.actions]
        return sorted((one for one in rows if not one.is_done), key=lambda one: -one.late)


def plan_page(actor: Actor, plan: ImprovementPlan, today: dt.date) -> PlanPage:
    """A fixed number of queries, and one for each closed period that nobody has verified.

    `plan` comes with versions and their signatures, actions, reviews and gains prefetched.
    """
    versions = list(plan.versions.all())
    waiting = open_version(plan)
    terms = terms_of(plan.terms or waiting or versions[0])
    mine = side_of(actor)
    rows = [one for one in plan.actions.all() if one.state != PlanActionState.DROPPED]
    comments = comments_for(actor, plan)
    about = [plan.public_id, *(one.public_id for one in rows), *(one.public_id for one in comments)]
    files = files_for(actor, about)
    now = current_round(plan, today)
    cards = versions_of(plan, versions)
    sides = sides_of(plan, terms, rows, files, mine, today)
    done = sum(one.state == PlanActionState.DONE for one in rows)
    url, words = _source(plan)
    return PlanPage(
        title=plan.title,
        reference=plan.reference,
        reason=_reason(plan, terms),
        source_words=words,
        source_url=url,
        chip=state_chip(plan),
        partner_name=plan.partner.name,
        company=str(settings.COMPANY_NAME),
        target=target_words(plan, terms.target),
        by_when=day(terms.by_when),
        hold=hold_words(rule_of(plan).months, terms.hold),
        steps=steps_of(plan, terms, now),
        notices=_notices(plan, sides, rows, mine, today),
        effect=effect_card(plan, terms, now, today),
        sides=sides,
        done_words=_("%(done)s of %(all)s done") % {"done": number(done), "all": number(len(rows))}
        if rows
        else "",
        cause_kind=str(CAUSE_KINDS.get(terms.cause.kind, "")),
        cause=[CauseRow(str(CAUSE_NAMES.get(key, key)), said) for key, said in terms.cause.sections if said],
        in_force=next((one for one in cards if plan.terms and one.number == plan.terms.number), None),
        waiting=next((one for one in cards if waiting and one.number == waiting.number), None),
        earlier=[
            one
            for one in cards
            if not (plan.terms and one.number == plan.terms.number)
            and not (waiting and one.number == waiting.number)
        ],
        expected=expected_of(plan, terms),
        booked=booked_of(plan, list(plan.gains.all())),
        story=story_of(actor, plan, comments, files),
        files=files.get(plan.public_id, ()),
        people=people_of(plan),
        verifiable=[Verifiable(one.key, period_name(one)) for one in (now.verifiable if now else ())],
        held=_held(plan, terms, now.found.held if now else 0),
        learned=plan.learned,
        open_actions=len(rows) - done,
        is_live=plan.state in LIVE,
    )


def _reason(plan: ImprovementPlan, terms: Terms) -> str:
    return _("%(partner)s and %(company)s, together: from %(was)s to %(target)s by %(day)s.") % {
        "partner": plan.partner.name,
        "company": settings.COMPANY_NAME,
        "was": value_text(plan, plan.baseline),
        "target": target_words(plan, terms.target),
        "day": day(terms.by_when),
    }


# What a plan was started from, and where that is read.
_SOURCES = {
    PlanSource.CARD: "scorecards:card",
    PlanSource.CONTEST: "scorecards:contest",
    PlanSource.CASE: "suppliers:case",
    PlanSource.IDEA: "scorecards:idea",
}


def _source(plan: ImprovementPlan) -> tuple[str, str]:
    """Address and words; both empty for a plan that was written by hand."""
    if plan.source == PlanSource.HAND:
        return "", ""
    words = _("Started from: %(source)s.") % {"source": plan.get_source_display()}
    name = _SOURCES.get(PlanSource(plan.source))
    if name is None or not plan.source_about:
        return "", words
    try:
        return reverse(name, args=[plan.source_about]), words
    except NoReverseMatch:
        return "", words


def _notices(
    plan: ImprovementPlan,
    sides: Sequence[SideCard],
    rows: Sequence[PlanAction],
    mine: str,
    today: dt.date,
) -> list[Notice]:
    """What is stuck comes first, by whose it is."""
    found = []
    if plan.stop_asked_by_side:
        names = {"side": _side_words(plan, plan.stop_asked_by_side, mine)}
        lead = _("%(side)s would like to call it off.") % names
        found.append(Notice(lead, plan.stop_reason, "warn", "alert"))
    late = _late(plan, sides, rows, mine)
    if late is not None and plan.state in LIVE:
        found.append(late)
    if plan.state == PlanState.NOT_EFFECTIVE:
        lead = _("Not effective: the target was missed in the time it had to hold.")
        text = _("It stays open: take it up again, agree on other terms, or call it off together.")
        found.append(Notice(lead, text, "warn", "alert"))
    if plan.state == PlanState.EFFECTIVE:
        lead = _("It works.")
        text = _("The target has held for as long as both agreed. Thank you.")
        found.append(Notice(lead, text, "ok", "check"))
    return found


def _side_words(plan: ImprovementPlan, side: str, mine: str) -> str:
    return _("Your side") if side == mine else side_name(plan, side)


def _late(
    plan: ImprovementPlan, sides: Sequence[SideCard], rows: Sequence[PlanAction], mine: str
) -> Notice | None:
    """The latest action by name, whose it is, and what waits for it."""
    late = sorted(
        ((one, side) for side in sides for one in side.actions if one.late), key=lambda pair: -pair[0].late
    )
    if not late:
        return None
    one, side = late[0]
    row = next(each for each in rows if each.key == one.key)
    whose = _("ours") if side.is_mine else _("%(name)s’s") % {"name": side.name}
    lead = ngettext(
        "One action is late, and it is %(whose)s.",
        "%(n)s actions are late; the latest is %(whose)s.",
        len(late),
    ) % {"n": number(len(late)), "whose": whose}
    parts = [_("“%(title)s” was due on %(day)s.") % {"title": one.title, "day": day(row.due_on, "week")}]
    waiting = next(
        (each for each in rows if each.waits_for == one.key and each.state != PlanActionState.DONE), None
    )
    if waiting is not None:
        parts.append(
            _("“%(title)s” of %(side)s waits for it.")
            % {"title": waiting.title, "side": side_name(plan, waiting.side)}
        )
    if row.expected_on:
        parts.append(_("It is now expected on %(day)s.") % {"day": day(row.expected_on, "week")})
    elif side.is_mine:
        name = row.owner_name.split(" ")[0] if row.owner_name else ""
        ask = _("%(name)s, can you finish it today, or name a new day?") if name else ""
        parts.append(ask % {"name": name} if name else _("Can it be finished today? If not, name a new day."))
    return Notice(lead, " ".join(parts), "warn", "clock")


def _held(plan: ImprovementPlan, terms: Terms, held: int) -> str:
    """“2 of 3 months have held.”"""
    if plan.state not in (PlanState.MEASURING, PlanState.EFFECTIVE, PlanState.NOT_EFFECTIVE):
        return ""
    return _("%(held)s of %(long)s held.") % {
        "held": number(held),
        "long": hold_words(rule_of(plan).months, terms.hold),
    }
