"""What puts a case right: offered within one's limit, granted by a colleague beyond it, agreed, done."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.money import Money
from portal.enums import Side, StaffRole
from portal.models import AuditEvent, User
from portal.presentation import money
from suppliers.actions import telling_cases
from suppliers.actions.case_steps import Step, begin, finish, fitting, keep, lock, record, worded, write
from suppliers.engine.rates import LARGEST_MINOR
from suppliers.enums import CaseAct, RemedyState
from suppliers.facts.remedies import may_grant, worth
from suppliers.models import Case, CaseRemedy, RemedyLimit
from suppliers.permissions_cases import (
    GRANTERS,
    can_grant,
    check_can_grant,
    check_can_keep_limits,
    limit_of,
)
from suppliers.policies_cases import ON_THE_TABLE, CaseRefused, check_can_take

# In whole units of our currency.
SHIPPED = {
    StaffRole.BUYER: 500,
    StaffRole.PURCHASING_MANAGER: 5_000,
    StaffRole.ADMINISTRATOR: 5_000,
    StaffRole.EXECUTIVE: 50_000,
}
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@transaction.atomic
def offer(
    *,
    by: Actor,
    case: Case,
    text: str,
    amount_minor: int | None = None,
    currency: str = "",
    done_by: date | None = None,
    at: datetime | None = None,
) -> CaseRemedy:
    """What we do, with what it is worth (minor units) if it is money, and until when.

    Beyond the limit of `by` it waits for a colleague who may grant it, and they are told. Raises
    PermissionDenied, or CaseRefused, also where nobody may grant so much.
    """
    words, at = worded(text), at or timezone.now()
    currency = _checked_amount(amount_minor, currency)
    step = begin(by=by, case=case, act=CaseAct.OFFER, at=at)
    if step.case.remedies.filter(state__in=ON_THE_TABLE).exists():
        raise CaseRefused(_("A remedy waits for a colleague’s yes already. Take it back to offer another."))
    is_waiting = step.side == Side.COMPANY and not _may_offer(by, amount_minor, currency, at)
    if is_waiting:
        _check_somebody_may(by, amount_minor, currency, at)
    remedy = CaseRemedy.objects.create(
        case=step.case,
        text=words,
        amount_minor=amount_minor,
        currency=currency,
        done_by=done_by,
        state=RemedyState.WAITING if is_waiting else RemedyState.OFFERED,
        side=step.side,
        offered_by=by.user,
        offered_by_label=by.label[:200],
        offered_at=at,
        granted_at=None if is_waiting else at,
    )
    data: dict[str, Any] = {"amount_minor": amount_minor, "currency": currency, "waiting": is_waiting}
    if is_waiting:
        keep(step, case)
        write(step, words, staff_only=True)
        record(step, **data)
        telling_cases.tell_grant(by=by, remedy=remedy, people=granters(remedy))
    else:
        finish(step, case, text=words, **data)
    return remedy


@transaction.atomic
def grant(*, by: Actor, remedy: CaseRemedy, words: str = "", at: datetime | None = None) -> CaseRemedy:
    """A colleague who may go so far says yes: the other side reads it from now on.

    Raises PermissionDenied for whoever offered it or may not go so far; CaseRefused.
    """
    text, at = fitting(words), at or timezone.now()
    step, row = _granting(by, remedy, CaseAct.GRANT, at)
    row.state, row.granted_by_label, row.granted_at = RemedyState.OFFERED, by.label[:200], at
    _save(row, remedy, "state", "granted_by_label", "granted_at")
    finish(step, remedy.case, text=row.text)
    if text:
        write(step, text, staff_only=True)
    telling_cases.tell_granted(by=by, remedy=row)
    return row


@transaction.atomic
def refuse(*, by: Actor, remedy: CaseRemedy, words: str, at: datetime | None = None) -> CaseRemedy:
    """A colleague who may go so far says no, and why; another can be offered. As `grant`."""
    text, at = worded(words), at or timezone.now()
    step, row = _granting(by, remedy, CaseAct.REFUSE, at)
    row.state, row.decided_by_label, row.decided_at, row.words = (
        RemedyState.REFUSED,
        by.label[:200],
        at,
        text,
    )
    _save(row, remedy, "state", "decided_by_label", "decided_at", "words")
    keep(step, remedy.case)
    write(step, text, staff_only=True)
    record(step)
    telling_cases.tell_granted(by=by, remedy=row)
    return row


@transaction.atomic
def agree(
    *,
    by: Actor,
    remedy: CaseRemedy,
    words: str = "",
    channel: str = "",
    heard_from: str = "",
    at: datetime | None = None,
) -> CaseRemedy:
    """The side that opened it says yes; stops the third clock. Raises PermissionDenied or CaseRefused."""
    return _decide(by, remedy, CaseAct.AGREE, fitting(words), channel, heard_from, at or timezone.now())


@transaction.atomic
def decline(
    *,
    by: Actor,
    remedy: CaseRemedy,
    words: str,
    channel: str = "",
    heard_from: str = "",
    at: datetime | None = None,
) -> CaseRemedy:
    """The side that opened the case says no, and what would help. Raises PermissionDenied or CaseRefused."""
    return _decide(by, remedy, CaseAct.DECLINE, worded(words), channel, heard_from, at or timezone.now())


@transaction.atomic
def forgo(
    *,
    by: Actor,
    case: Case,
    words: str = "",
    channel: str = "",
    heard_from: str = "",
    at: datetime | None = None,
) -> Case:
    """The side that opened the case says that no remedy is needed: as good as one agreed and done.

    What was on the table is taken off it. Raises PermissionDenied or CaseRefused.
    """
    text, at = fitting(words), at or timezone.now()
    step = begin(by=by, case=case, act=CaseAct.FORGO, at=at, channel=channel, heard_from=heard_from)
    step.case.remedies.filter(state__in=ON_THE_TABLE).update(state=RemedyState.WITHDRAWN, decided_at=at)
    step.first("agreed_at")
    step.set(follow_up_on=follow_up_day(at))
    finish(step, case, text=text)
    return step.case


@transaction.atomic
def withdraw(*, by: Actor, remedy: CaseRemedy, words: str = "", at: datetime | None = None) -> CaseRemedy:
    """The side that offered it takes it back before it is agreed. Raises PermissionDenied or CaseRefused."""
    text, at = fitting(words), at or timezone.now()
    step = begin(by=by, case=remedy.case, act=CaseAct.TAKE_BACK, at=at)
    row = _locked(remedy)
    if row.state not in ON_THE_TABLE:
        raise CaseRefused(_("This remedy is not on the table any more."))
    was_waiting = row.state == RemedyState.WAITING
    row.state, row.decided_by_label, row.decided_at = RemedyState.WITHDRAWN, by.label[:200], at
    _save(row, remedy, "state", "decided_by_label", "decided_at")
    if was_waiting:  # the other side never read of it
        keep(step, remedy.case)
        write(step, text, staff_only=True)
        record(step)
    else:
        finish(step, remedy.case, text=text)
    return row


@transaction.atomic
def done(*, by: Actor, remedy: CaseRemedy, words: str = "", at: datetime | None = None) -> CaseRemedy:
    """It is done; so many days later somebody asks how it is. Raises PermissionDenied or CaseRefused."""
    text, at = fitting(words), at or timezone.now()
    step = begin(by=by, case=remedy.case, act=CaseAct.DONE, at=at)
    row = _locked(remedy)
    if row.state != RemedyState.AGREED:
        raise CaseRefused(_("Only what both sides agreed on is done."))
    if row.done_at is not None:
        raise CaseRefused(_("That was done already, and said."))
    row.done_at = at
    _save(row, remedy, "done_at")
    step.set(follow_up_on=follow_up_day(at))
    finish(step, remedy.case, text=text)
    return row


@transaction.atomic
def set_limit(*, by: Actor, role: str, amount_minor: int, version: int | None = None) -> RemedyLimit:
    """How far a role can go without asking, in minor units of our currency. None as `version`: a new one.

    Raises PermissionDenied, CaseRefused, or StaleSave.
    """
    check_can_keep_limits(by)
    if role not in GRANTERS:
        raise CaseRefused(_("People of this role do not work on cases: they have no limit."))
    if isinstance(amount_minor, bool) or not 0 <= amount_minor < LARGEST_MINOR:
        raise CaseRefused(_("Type an amount of 0 or more."))
    row: RemedyLimit | None = RemedyLimit.objects.select_for_update().filter(role=role).first()
    was = row.amount_minor if row is not None else None
    if row is None:
        row = RemedyLimit.objects.create(role=role, amount_minor=amount_minor, changed_by=by.label[:200])
    else:
        save_checked(by=by, row=row, version=version or 0, changes={"amount_minor": amount_minor})
    if was != amount_minor:
        data = {"role": role, "from": was, "to": amount_minor, "currency": settings.COMPANY_CURRENCY}
        audit.record(by=by, verb="remedy_limit.set", obj=row, data=data)
    return row


@transaction.atomic
def install_shipped(*, by: Actor) -> None:
    """How far each role can go at first; only where nobody ever said anything about it."""
    is_known = AuditEvent.objects.filter(verb__in=["remedy_limit.set", "remedy_limit.removed"]).exists()
    if is_known or RemedyLimit.objects.exists():
        return
    for role, whole in SHIPPED.items():
        minor = Money.of(Decimal(whole), settings.COMPANY_CURRENCY).minor
        RemedyLimit.objects.create(role=role, amount_minor=minor, changed_by=by.label[:200])


@transaction.atomic
def remove_limit(*, by: Actor, limit: RemedyLimit) -> None:
    """People of this role ask a colleague for every amount from now on. Raises PermissionDenied."""
    check_can_keep_limits(by)
    data = {"role": limit.role, "from": limit.amount_minor, "to": None}
    audit.record(by=by, verb="remedy_limit.removed", obj=limit, data=data)
    limit.delete()


def granters(remedy: CaseRemedy) -> list[User]:
    """Who may say yes to it: whose role goes so far, but never who offered it."""
    minor = _worth(remedy.amount_minor, remedy.currency, remedy.offered_at)
    return [one for one in may_grant(minor) if one.pk != remedy.offered_by_id]


def can_grant_it(by: Actor, remedy: CaseRemedy) -> bool:
    """May this person say yes to it? Nobody to their own."""
    if by.user is None or by.user.pk == remedy.offered_by_id:
        return False
    minor = _worth(remedy.amount_minor, remedy.currency, remedy.offered_at)
    if minor is None:
        return limit_of(by) is not None and may_grant(None).filter(pk=by.user.pk).exists()
    return can_grant(by, minor)


def follow_up_day(at: datetime) -> date:
    return local_day(at) + timedelta(days=settings.CASE_FOLLOW_UP_DAYS)


def _checked_amount(amount_minor: int | None, currency: str) -> str:
    """The currency; empty without an amount."""
    if amount_minor is None:
        return ""
    if isinstance(amount_minor, bool) or not 0 <= amount_minor < LARGEST_MINOR:
        raise CaseRefused(_("Type an amount of 0 or more."))
    if not _CURRENCY.fullmatch(currency or settings.COMPANY_CURRENCY):
        raise CaseRefused(_("A currency has three letters, such as EUR."))
    return currency or settings.COMPANY_CURRENCY


def _worth(amount_minor: int | None, currency: str, at: datetime) -> int | None:
    """In our currency, in minor units; None where no rate says so. What costs nothing is 0."""
    return worth(amount_minor, currency, local_day(at)).minor if amount_minor else 0


def _may_offer(by: Actor, amount_minor: int | None, currency: str, at: datetime) -> bool:
    """Words and work anybody offers who works on cases; money up to their limit."""
    if not amount_minor:
        return True
    minor = _worth(amount_minor, currency, at)
    return minor is not None and can_grant(by, minor)


def _check_somebody_may(by: Actor, amount_minor: int | None, currency: str, at: datetime) -> None:
    minor = _worth(amount_minor, currency, at)
    if may_grant(minor).exclude(pk=by.user.pk).exists():
        return
    if minor is None:
        words = _("No exchange rate says what %(amount)s is in %(own)s. Add one, or offer it in %(own)s.")
    else:
        words = _(
            "%(amount)s is more than anybody here may grant. Offer less, or ask an administrator to say who "
            "may go further."
        )
    amount = money(amount_minor or 0, currency)
    raise CaseRefused(words % {"amount": amount, "own": settings.COMPANY_CURRENCY})


def _granting(by: Actor, remedy: CaseRemedy, act: CaseAct, at: datetime) -> tuple[Step, CaseRemedy]:
    case = lock(remedy.case)
    row = _locked(remedy)
    if by.user is not None and by.user.pk == row.offered_by_id:
        raise PermissionDenied(_("Nobody grants what they offered themselves: a colleague says yes."))
    if not can_grant_it(by, row):
        minor = _worth(row.amount_minor, row.currency, row.offered_at)
        check_can_grant(by, minor if minor is not None else LARGEST_MINOR)
    check_can_take(case, act, Side.COMPANY if by.is_staff else Side.PARTNER)
    if row.state != RemedyState.WAITING:
        raise CaseRefused(_("This remedy waits for nobody’s yes any more."))
    return Step(by, case, act, Side.COMPANY, at, by.channel), row


def _decide(
    by: Actor, remedy: CaseRemedy, act: CaseAct, words: str, channel: str, heard_from: str, at: datetime
) -> CaseRemedy:
    step = begin(by=by, case=remedy.case, act=act, at=at, channel=channel, heard_from=heard_from)
    row = _locked(remedy)
    if row.state != RemedyState.OFFERED:
        raise CaseRefused(_("This remedy is not on the table any more. Read what is offered now."))
    agreed = act == CaseAct.AGREE
    row.state = RemedyState.AGREED if agreed else RemedyState.DECLINED
    row.decided_by_label, row.decided_at = (step.heard_from or by.label)[:200], at
    _save(row, remedy, "state", "decided_by_label", "decided_at")
    if agreed:
        step.first("agreed_at")
    finish(step, remedy.case, text=words)
    return row


def _locked(remedy: CaseRemedy) -> CaseRemedy:
    """The case's row is held: nobody else changes its remedies."""
    return CaseRemedy.objects.select_for_update().get(pk=remedy.pk)


def _save(row: CaseRemedy, given: CaseRemedy, *names: str) -> None:
    row.save(update_fields=names)
    for name in names:
        setattr(given, name, getattr(row, name))
