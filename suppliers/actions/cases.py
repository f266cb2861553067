"""Cases: one side has a problem, the other owns it until it is solved, followed up and learned from.

Clocks are fixed when a case is opened; no hand-over and no reopening moves them (docs/cases.md).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.attachments import Upload, attach
from portal.actors import Actor
from portal.enums import Channel, Side
from portal.models import User
from suppliers.actions import telling_cases
from suppliers.actions.case_steps import (
    begin,
    check_not_too_many,
    finish,
    fitting,
    keep,
    record,
    worded,
    write,
)
from suppliers.actions.case_team import add_helper as add_helper
from suppliers.actions.case_team import hand_over as hand_over
from suppliers.actions.case_team import remove_helper as remove_helper
from suppliers.enums import CaseAct, CaseArea, CaseKind, LineStatus, RemedyState
from suppliers.facts.case_clocks import promised
from suppliers.facts.people import buyer_of, buyers_by_address
from suppliers.models import Case, CaseMessage, CaseSubject, Invoice, Order, OrderLine, Partner
from suppliers.permissions_cases import check_can_note_for_partner, check_can_open_case, side_for
from suppliers.policies_cases import (
    ON_THE_TABLE,
    CaseRefused,
    check_all_done,
    check_can_close,
    check_can_mark,
    check_can_reopen,
)

LONGEST_TITLE = 200
MOST_WHYS = 7
MOST_SUBJECTS = 20
BEST_MARK = 10

Subject = Order | OrderLine | Invoice


@transaction.atomic
def open(
    *,
    by: Actor,
    partner: Partner,
    title: str,
    text: str,
    kind: str = CaseKind.COMPLAINT,
    area: str = "",
    subjects: Sequence[Subject] = (),
    channel: str = "",
    heard_from: str = "",
    at: dt.datetime | None = None,
) -> Case:
    """A problem of the side of `by`; staff by phone: of the partner, as `heard_from` told them.

    `text`: what was said, in their words. Clocks start now. Raises PermissionDenied or CaseRefused.
    """
    at = at or timezone.now()
    side = side_for(by, channel)
    noted = by.is_staff and side == Side.PARTNER
    if noted:
        check_can_note_for_partner(by, partner)
    else:
        check_can_open_case(by, partner)
    title, text = _title(title), worded(text)
    _check_words(kind, area)
    _check_subjects(partner, subjects)
    check_not_too_many(by, at)
    owner = _our_owner(partner, subjects) if side == Side.PARTNER else None
    case = Case.objects.create(
        partner=partner,
        kind=kind,
        title=title,
        area=area,
        opened_by_side=side,
        opened_by=None if noted else by.user,
        opened_by_label=((heard_from.strip() or partner.name) if noted else by.label)[:200],
        channel=channel or by.channel,
        heard_by=by.user if noted else None,
        owner=owner,
        owner_since=at if owner is not None else None,
        opened_at=at,
        changed_by=by.label[:200],
        **promised(at),
    )
    CaseSubject.objects.bulk_create(_subject(case, one) for one in subjects)
    message = CaseMessage.objects.create(
        case=case,
        side=side,
        said_by=case.opened_by_label,
        user=case.opened_by,
        noted_by_label=by.label[:200] if noted else "",
        at=at,
        channel=case.channel,
        text=text,
    )
    data = {"case": case.reference, "title": title, "area": area, "side": side.value}
    audit.record(by=by, verb="case.opened", obj=case, scope=partner.public_id, data=data)
    telling_cases.tell_opened(by=by, case=case, message=message)
    return case


@transaction.atomic
def say(
    *,
    by: Actor,
    case: Case,
    text: str,
    staff_only: bool = False,
    uploads: Iterable[Upload] = (),
    channel: str = "",
    heard_from: str = "",
    at: dt.datetime | None = None,
) -> CaseMessage:
    """Write in it; staff by phone: what the partner said. What is `staff_only` no partner ever reads.

    Files hang on the message (its public id). Raises PermissionDenied, CaseRefused or AttachmentRefused.
    """
    at = at or timezone.now()
    words, files = worded(text), list(uploads)
    if staff_only and not by.is_staff:
        raise CaseRefused(_("Only our own people write notes for themselves."))
    if staff_only and files:
        raise CaseRefused(_("Both sides read files: send them with words that both sides read."))
    if staff_only:
        channel = Channel.PAGE
    step = begin(by=by, case=case, act=CaseAct.SAY, at=at, channel=channel, heard_from=heard_from)
    check_not_too_many(by, at)
    message = write(step, words, staff_only=staff_only)
    attach(by=by, scope=step.case.partner.public_id, about=message.public_id, uploads=files, at=at)
    keep(step, case)
    record(step, staff_only=staff_only)
    telling_cases.tell(by=by, case=step.case, message=message)
    return message


@transaction.atomic
def acknowledge(*, by: Actor, case: Case, text: str, at: dt.datetime | None = None) -> CaseMessage:
    """Say sorry; stops the first clock. Raises PermissionDenied or CaseRefused."""
    words = worded(text)
    step = begin(by=by, case=case, act=CaseAct.ACKNOWLEDGE, at=at or timezone.now())
    step.first("acknowledged_at")
    return finish(step, case, text=words)


@transaction.atomic
def understand(*, by: Actor, case: Case, text: str, at: dt.datetime | None = None) -> CaseMessage:
    """Say what happened; stops the second clock. Raises PermissionDenied or CaseRefused."""
    words = worded(text)
    step = begin(by=by, case=case, act=CaseAct.UNDERSTAND, at=at or timezone.now())
    step.first("understood_at")
    return finish(step, case, text=words)


@transaction.atomic
def follow_up(*, by: Actor, case: Case, text: str, at: dt.datetime | None = None) -> CaseMessage:
    """How it is now, after the remedy was done. Raises PermissionDenied or CaseRefused."""
    words = worded(text)
    step = begin(by=by, case=case, act=CaseAct.FOLLOW_UP, at=at or timezone.now())
    check_all_done(step.case)
    step.first("followed_up_at")
    return finish(step, case, text=words)


@transaction.atomic
def learn(
    *,
    by: Actor,
    case: Case,
    cause: str,
    whys: Sequence[str] = (),
    change: str,
    changed_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Case:
    """What was the cause, found by asking why, and what changes: both sides read it.

    Either may be left out for now; it closes with both. Raises PermissionDenied or CaseRefused.
    """
    found = [words for one in whys if (words := fitting(one))]
    if len(found) > MOST_WHYS:
        raise CaseRefused(_("At most %(most)s whys fit; the last one is the cause.") % {"most": MOST_WHYS})
    cause, change = fitting(cause), fitting(change)
    if not (cause or change or found):
        raise CaseRefused(_("Write a few words first."))
    step = begin(by=by, case=case, act=CaseAct.LEARN, at=at or timezone.now())
    step.set(cause=cause, whys=found, change=change, changed_on=changed_on)
    keep(step, case)
    record(step)
    return step.case


@transaction.atomic
def close(*, by: Actor, case: Case, text: str = "", at: dt.datetime | None = None) -> Case:
    """Done, followed up and learned from. Raises PermissionDenied or CaseRefused (all that is missing)."""
    words = fitting(text)
    at = at or timezone.now()
    step = begin(by=by, case=case, act=CaseAct.CLOSE, at=at)
    check_can_close(step.case)
    step.set(closed_at=at)
    finish(step, case, text=words)
    return step.case


@transaction.atomic
def reopen(
    *,
    by: Actor,
    case: Case,
    text: str,
    channel: str = "",
    heard_from: str = "",
    at: dt.datetime | None = None,
) -> CaseMessage:
    """It is not solved: listened to anew. What was promised first, and when it was kept, stays.

    Raises PermissionDenied or CaseRefused.
    """
    words = worded(text)
    at = at or timezone.now()
    step = begin(by=by, case=case, act=CaseAct.REOPEN, at=at, channel=channel, heard_from=heard_from)
    check_can_reopen(step.case, at)
    step.set(closed_at=None, times_opened=step.case.times_opened + 1)
    return finish(step, case, text=words)


@transaction.atomic
def withdraw(
    *,
    by: Actor,
    case: Case,
    words: str = "",
    channel: str = "",
    heard_from: str = "",
    at: dt.datetime | None = None,
) -> CaseMessage:
    """It is no problem any more, or never was. Raises PermissionDenied or CaseRefused."""
    text = fitting(words)
    at = at or timezone.now()
    step = begin(by=by, case=case, act=CaseAct.WITHDRAW, at=at, channel=channel, heard_from=heard_from)
    step.case.remedies.filter(state__in=ON_THE_TABLE).update(state=RemedyState.WITHDRAWN, decided_at=at)
    return finish(step, case, text=text)


@transaction.atomic
def mark(*, by: Actor, case: Case, satisfaction: int, words: str = "", at: dt.datetime | None = None) -> Case:
    """How it was dealt with, 0 to 10, once, says the side that opened it.

    Raises PermissionDenied or CaseRefused.
    """
    text = fitting(words)
    if isinstance(satisfaction, bool) or not 0 <= satisfaction <= BEST_MARK:
        raise CaseRefused(_("Choose a number from 0 to 10."))
    at = at or timezone.now()
    step = begin(by=by, case=case, act=CaseAct.MARK, at=at)
    check_can_mark(step.case)
    step.set(satisfaction=satisfaction, satisfaction_words=text, satisfaction_at=at)
    keep(step, case)
    record(step, satisfaction=satisfaction)
    telling_cases.tell_marked(by=by, case=step.case)
    return step.case


def _title(title: str) -> str:
    words = " ".join(title.replace("\x00", "").split())
    if not words or len(words) > LONGEST_TITLE:
        raise CaseRefused(
            _("Say in a line what it is about, in at most %(most)s characters.") % {"most": LONGEST_TITLE}
        )
    return words


def _check_words(kind: str, area: str) -> None:
    if kind not in CaseKind.values:
        raise CaseRefused(_("Choose whether it is a complaint or a problem."))
    if area and area not in CaseArea.values:
        raise CaseRefused(_("Choose what it is about from the list, or leave it open."))


def _check_subjects(partner: Partner, subjects: Sequence[Subject]) -> None:
    if len(subjects) > MOST_SUBJECTS:
        raise CaseRefused(
            _("At most %(most)s orders, lines and invoices fit in one case.") % {"most": MOST_SUBJECTS}
        )
    for one in subjects:
        if one.partner_id != partner.pk:
            raise ValueError(f"{one} is not of {partner}.")
        if _is_draft(one):
            raise CaseRefused(
                _("%(number)s was not sent to them yet: they know nothing of it.") % {"number": one}
            )


def _is_draft(about: Subject) -> bool:
    """Drafts are the company's own until they are sent."""
    if isinstance(about, OrderLine):
        return about.status == LineStatus.DRAFT
    return isinstance(about, Order) and not about.lines.exclude(status=LineStatus.DRAFT).exists()


def _subject(case: Case, about: Subject) -> CaseSubject:
    if isinstance(about, OrderLine):
        return CaseSubject(case=case, line=about)
    if isinstance(about, Order):
        return CaseSubject(case=case, order=about)
    return CaseSubject(case=case, invoice=about)


def _our_owner(partner: Partner, subjects: Sequence[Subject]) -> User | None:
    """Who looks after the partner; when nobody does, whom the order that it is about names."""
    orders = [
        one if isinstance(one, Order) else one.order for one in subjects if not isinstance(one, Invoice)
    ]
    order = orders[0] if orders else None
    return buyer_of(partner, order, buyers_by_address([order.buyer_email] if order is not None else []))
