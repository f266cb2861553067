"""The page of a case: one for both sides, each from its half."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel, Side
from portal.presentation import day, moment
from suppliers.enums import CaseAct, CaseStage
from suppliers.facts.case_lists import ENDED, other, side_of
from suppliers.facts.cases import remedies_for
from suppliers.models import Case, CaseMessage
from suppliers.presenters.cases.about import AboutCard, about_of, subjects_of
from suppliers.presenters.cases.clocks import CaseClock, ClockRow, clock_of, clock_rows
from suppliers.presenters.cases.hints import Hints, hints_for, playbook_for
from suppliers.presenters.cases.learning import Learned, learned_of
from suppliers.presenters.cases.people import Person, helpers_of, people_of
from suppliers.presenters.cases.remedies import RemedyRow, remedy_rows
from suppliers.presenters.cases.said import CaseFile, Said, files_of, messages_for, said_in
from suppliers.presenters.cases.steps import Step, steps_of
from suppliers.presenters.cases.words import Turn, next_sentence, side_name, turn_of


@dataclass(frozen=True)
class CasePage:
    """`owes`: the reader's side owes the answer; `partner_name` names theirs, `other_name` the other half."""

    title: str
    reference: str
    reason: str
    turn: Turn
    clock: CaseClock
    owner: str
    heard: str
    area: str
    kind: str
    steps: list[Step]
    said: list[Said]
    files: tuple[CaseFile, ...]
    remedies: list[RemedyRow]
    learned: Learned
    clocks: list[ClockRow]
    people: list[Person]
    about: AboutCard | None
    hints: Hints | None
    playbook: str
    owes: bool
    is_over: bool
    partner_name: str
    partner_id: str
    other_name: str
    write_to: str
    owed_by: str
    satisfaction: str
    satisfaction_words: str
    opened_again: int

    @property
    def on_the_table(self) -> RemedyRow | None:
        """The remedy that waits for a word."""
        return next((one for one in self.remedies if one.state in ("waiting", "offered")), None)

    @property
    def agreed(self) -> RemedyRow | None:
        return next((one for one in reversed(self.remedies) if one.state == "agreed"), None)

    @property
    def earlier(self) -> list[RemedyRow]:
        """Those that came to nothing."""
        return [one for one in self.remedies if one not in (self.on_the_table, self.agreed)]


def case_page(case: Case, actor: Actor, now: dt.datetime) -> CasePage:
    """A fixed number of queries, however much was said."""
    messages = messages_for(case, actor)
    files = files_of(case, messages, actor)
    subjects = subjects_of(case)
    mine, opener = side_of(actor), Side(case.opened_by_side)
    owes = mine != opener
    about = about_of(subjects)
    return CasePage(
        title=case.title,
        reference=case.reference,
        reason=_reason(case, about),
        turn=turn_of(case, actor),
        clock=clock_of(case, now),
        owner=_owner(case),
        heard=_heard(case),
        area=str(case.get_area_display()) if case.area else _("not said"),
        kind=str(case.get_kind_display()),
        steps=steps_of(case, messages),
        said=said_in(messages, files),
        files=tuple(files.get(case.public_id, ())),
        remedies=remedy_rows(remedies_for(actor, case).order_by("offered_at", "pk"), actor),
        learned=learned_of(case),
        clocks=clock_rows(case, now),
        people=people_of(case, helpers_of(case), inside=owes),
        about=about,
        hints=hints_for(case.stage, owes=owes),
        playbook=playbook_for(case.stage, owes=owes),
        owes=owes,
        is_over=case.stage in ENDED,
        partner_name=case.partner.name,
        partner_id=case.partner.public_id,
        other_name=side_name(case, other(mine)),
        write_to=_write_to(case, messages, mine),
        owed_by=side_name(case, other(opener)),
        satisfaction=f"{case.satisfaction}" if case.satisfaction is not None else "",
        satisfaction_words=case.satisfaction_words,
        opened_again=case.times_opened - 1,
    )


def _reason(case: Case, about: AboutCard | None) -> str:
    """Who told it when, what is at stake, and who does what next by when."""
    words = {"name": side_name(case, case.opened_by_side), "day": day(case.opened_at, "week")}
    parts = [_("%(name)s told it on %(day)s.") % words]
    if about and about.stake:
        stake = {"count": about.count, "sum": about.stake}
        parts.append(_("At stake: %(count)s, %(sum)s.") % stake)
    if case.stage == CaseStage.CLOSED:
        parts.append(_("Closed on %(day)s.") % {"day": day(case.closed_at, "week")})
    elif case.stage == CaseStage.WITHDRAWN:
        parts.append(_("It was withdrawn: nobody has to do anything any more."))
    else:
        parts.append(next_sentence(case))
    return " ".join(parts)


def _owner(case: Case) -> str:
    if case.owner is None:
        side = side_name(case, other(case.opened_by_side))
        return _("anybody at %(name)s") % {"name": side}
    if case.owner_since is None:
        return str(case.owner.name)
    words = {"name": case.owner.name, "moment": moment(case.owner_since, "short")}
    return _("%(name)s, since %(moment)s") % words


def _heard(case: Case) -> str:
    """Who heard it and how; where the portal did, who told it."""
    if case.heard_by is not None:
        return _("%(name)s, by phone") % {"name": case.heard_by.name}
    if case.channel == Channel.PAGE:
        return _("%(who)s, on this page") % {"who": case.opened_by_label}
    return _("%(who)s, by %(channel)s") % {
        "who": case.opened_by_label,
        "channel": case.get_channel_display(),
    }


def _write_to(case: Case, messages: Sequence[CaseMessage], mine: Side) -> str:
    """The person of the other side who spoke last; else its name."""
    spoke = [one.said_by for one in messages if one.side != mine and not one.staff_only]
    if spoke:
        return str(spoke[-1]).split()[0] if " " in spoke[-1] else spoke[-1]
    if case.owner is not None and other(case.opened_by_side) != mine:
        return str(case.owner.get_short_name())
    return side_name(case, other(mine))


def composer_label(case: Case, act: CaseAct | None, name: str) -> str:
    """What the box asks for: the step that the reader owes, or just words."""
    return {
        CaseAct.ACKNOWLEDGE: _("Say sorry to %(name)s, and who owns it now"),
        CaseAct.UNDERSTAND: _("Tell %(name)s what happened, and why"),
        CaseAct.FOLLOW_UP: _("How is it now? Write down what %(name)s says"),
        CaseAct.REOPEN: _("What is not right yet?"),
    }.get(act or CaseAct.SAY, _("Write to %(name)s")) % {"name": name}


def text_act(case: Case) -> CaseAct | None:
    """The step that is taken with words alone at this stage."""
    return {
        CaseStage.HEARD: CaseAct.ACKNOWLEDGE,
        CaseStage.ACKNOWLEDGED: CaseAct.UNDERSTAND,
        CaseStage.AGREED: CaseAct.FOLLOW_UP,
    }.get(CaseStage(case.stage))
