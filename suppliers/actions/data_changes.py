"""Bank and tax data change only with a second person of ours, who asked back; the old contacts hear of it.

They hear at once, when it is asked and when it is decided: an account in the wrong hands cannot do it in
silence. An account number is in no mail and no trail; a decided change keeps its last signs alone.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.actions import audit, outbox
from portal.actions.notices import drop, notify
from portal.actors import Actor
from portal.enums import Side
from portal.models import Notice, OutboxMessage, User
from suppliers.actions.asking import in_words_of
from suppliers.actions.wording import Words
from suppliers.engine.iban import BadAccount, checked_account, is_bic, masked, plain
from suppliers.enums import DataChangeState, DataKind
from suppliers.facts.bank import account_in_use, old_addresses
from suppliers.models import BankAccount, DataChange, Partner
from suppliers.permissions_onboarding import (
    MANAGERS,
    check_can_ask_data_change,
    check_can_decide_data_change,
    check_can_withdraw_data_change,
)

BANK_FIELDS = ("holder", "iban", "bic", "bank", "currency")


class DataChangeRefused(Exception):
    """It cannot be asked or decided so; `field` names what is wrong, the message says why."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def ask(
    *, by: Actor, partner: Partner, kind: str, after: Mapping[str, str], why: str, at: datetime
) -> DataChange:
    """Ask for other bank or tax data. Raises PermissionDenied or DataChangeRefused."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    check_can_ask_data_change(by, partner)
    if partner.merged_into_id is not None:
        raise DataChangeRefused(_("This is another name of a partner: ask there."))
    if DataChange.objects.filter(partner=partner, kind=kind, state=DataChangeState.WAITING).exists():
        raise DataChangeRefused(_("A change waits already: withdraw it first, or wait for the answer."))
    before, values = (_bank if kind == DataKind.BANK else _tax)(by, partner, after)
    try:
        with transaction.atomic():
            change = DataChange.objects.create(
                partner=partner,
                kind=kind,
                before=before,
                after=values,
                why=" ".join(why.split())[:300],
                asked_by=by.user,
                asked_by_label=by.label[:200],
                asked_by_side=Side.COMPANY if by.is_staff else Side.PARTNER,
                asked_at=at,
            )
    except IntegrityError as error:
        raise DataChangeRefused(_("Somebody asked for a change at this moment: look again.")) from error
    _record(by, "asked", change)
    _warn(by, change, "asked", at)
    _tell_deciders(by, change, at)
    return change


@transaction.atomic
def approve(*, by: Actor, change: DataChange, asked_back: str, at: datetime) -> DataChange:
    """`asked_back`: whom of theirs one asked, and how. Raises PermissionDenied, DataChangeRefused."""
    change = _locked(change)
    check_can_decide_data_change(by, change)
    _check_waits(change)
    told = " ".join(asked_back.split())[:300]
    if not told:
        words = _("Say whom you asked back and how: call a number that you knew before.")
        raise DataChangeRefused(words, "asked_back")
    if change.kind == DataKind.BANK:
        _apply_bank(change, at)
    else:
        _apply_tax(by, change)
    change.asked_back = told
    return _decided(by, change, DataChangeState.APPROVED, "", at)


@transaction.atomic
def decline(*, by: Actor, change: DataChange, words: str, at: datetime) -> DataChange:
    """Nothing changes; `words` say why. Raises PermissionDenied or DataChangeRefused."""
    change = _locked(change)
    check_can_decide_data_change(by, change)
    _check_waits(change)
    if not words.strip():
        raise DataChangeRefused(_("Say why: they read it."), "words")
    return _decided(by, change, DataChangeState.DECLINED, words.strip(), at)


@transaction.atomic
def withdraw(*, by: Actor, change: DataChange, at: datetime) -> DataChange:
    """Who asked, or the partner's administrator. Raises PermissionDenied, DataChangeRefused."""
    change = _locked(change)
    check_can_withdraw_data_change(by, change)
    _check_waits(change)
    return _decided(by, change, DataChangeState.WITHDRAWN, "", at)


def _locked(change: DataChange) -> DataChange:
    Partner.objects.select_for_update().get(pk=change.partner_id)
    rows = DataChange.objects.select_for_update(of=("self",)).select_related("partner__owner")
    locked: DataChange = rows.get(pk=change.pk)
    return locked


def _check_waits(change: DataChange) -> None:
    if change.state != DataChangeState.WAITING:
        words = _("%(who)s was faster: this change is %(state)s.")
        state = str(DataChangeState(change.state).label).lower()
        raise DataChangeRefused(words % {"who": change.decided_by_label, "state": state})


def _bank(by: Actor, partner: Partner, after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    values = {name: " ".join((after.get(name) or "").split()) for name in BANK_FIELDS}
    if not values["holder"]:
        raise DataChangeRefused(_("Say in whose name the account is."), "holder")
    values["iban"] = _account(values["iban"], partner.country)
    values["bic"] = plain(values["bic"])
    if values["bic"] and not is_bic(values["bic"]):
        raise DataChangeRefused(_("A BIC has eight or eleven signs, as COBADEFFXXX."), "bic")
    known = account_in_use(by, partner)
    if known is None:
        return {}, values
    if all(getattr(known, name) == values[name] for name in BANK_FIELDS):
        raise DataChangeRefused(_("This is the account that is in use."), "iban")
    return {name: getattr(known, name) for name in BANK_FIELDS} | {"iban": masked(known.iban)}, values


def _account(number: str, country: str) -> str:
    try:
        return checked_account(number, country)
    except BadAccount as bad:
        told = {
            "length": _("An IBAN of this country has %(n)s signs. Count again.") % {"n": bad.expected},
            "digits": _("The check digits do not fit: a sign is wrong or two changed places."),
            "country": _("In the partner’s country accounts have an IBAN: give it whole."),
            "form": _("An account number has letters and digits, at least four."),
        }
        raise DataChangeRefused(told[bad.why], "iban") from bad


def _tax(by: Actor, partner: Partner, after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    number = " ".join((after.get("tax_id") or "").split())
    if not number or len(number) > 40:
        raise DataChangeRefused(_("Give the new tax number, in at most 40 signs."), "tax_id")
    if number == partner.tax_id:
        raise DataChangeRefused(_("This is the tax number that is known."), "tax_id")
    return {"tax_id": partner.tax_id}, {"tax_id": number}


def _apply_bank(change: DataChange, at: datetime) -> None:
    BankAccount.objects.in_use().filter(partner=change.partner).update(ended_at=at)
    BankAccount.objects.create(partner=change.partner, since=at, **change.after)


def _apply_tax(by: Actor, change: DataChange) -> None:
    partner = change.partner
    if partner.tax_id != change.before.get("tax_id", ""):
        raise DataChangeRefused(_("The tax number has changed since it was asked: ask again."))
    partner.tax_id = change.after["tax_id"]
    partner.version, partner.changed_by = partner.version + 1, by.label
    partner.save(update_fields=["tax_id", "version", "changed_by", "updated_at"])


def _decided(by: Actor, change: DataChange, state: DataChangeState, words: str, at: datetime) -> DataChange:
    change.state, change.words = state, words
    change.decided_by, change.decided_by_label, change.decided_at = by.user, by.label[:200], at
    if change.kind == DataKind.BANK:
        change.after = change.after | {"iban": masked(change.after["iban"])}
    change.save()
    _record(by, state.value, change)
    _warn(by, change, state.value, at)
    drop(task="", about=change.public_id, at=at)
    _tell_who_asked(by, change, at)
    return change


def _record(by: Actor, what: str, change: DataChange) -> None:
    data: dict[str, Any] = {"what": str(DataKind(change.kind).label)}
    if change.kind == DataKind.TAX:
        data["changes"] = {"tax_id": [change.before.get("tax_id", ""), change.after["tax_id"]]}
    if change.asked_back:
        data["asked_back"] = change.asked_back
    audit.record(by=by, verb=f"data_change.{what}", obj=change, scope=change.partner.public_id, data=data)


def _warn(by: Actor, change: DataChange, what: str, at: datetime) -> None:
    """To every address that was known before, at once, whatever its owner prefers for mails."""
    start = f"data_change:{change.public_id}:"
    told = OutboxMessage.objects.filter(key__startswith=f"{start}asked:").values_list("to", flat=True)
    readers = dict.fromkeys((one.lower() for one in told), "") | old_addresses(change.partner, at)
    owner = change.partner.owner
    reach = owner if owner is not None and owner.is_active else None
    for address, language in readers.items():
        with translation.override(language or settings.LANGUAGE_CODE):
            mail = outbox.Mail(
                to=address,
                template="data_change",
                context={
                    "what": DataKind(change.kind).label,
                    "place": change.partner.name,
                    "step": what,
                    "side": change.asked_by_side,
                    "at": at,
                    "reach": reach,
                },
                scope=change.partner.public_id,
                key=f"{start}{what}:{sha256(address.encode()).hexdigest()[:20]}",
                reply_to=reach.email if reach is not None else "",
            )
            outbox.send(by=by, mail=mail, at=at)


def _tell_deciders(by: Actor, change: DataChange, at: datetime) -> None:
    """Every manager but who asked: any one of them may decide."""
    people = User.objects.filter(role__in=MANAGERS, is_active=True).exclude(pk=by.user.pk)
    notify(by=by, notices=[_notice(user, change, "decide", at) for user in people])


def _tell_who_asked(by: Actor, change: DataChange, at: datetime) -> None:
    """Of ours; the partner's people have the mail above."""
    if change.asked_by_side == Side.COMPANY and change.asked_by_id != by.user.pk:
        notify(by=by, notices=[_notice(change.asked_by, change, change.state, at)])


def _notice(user: User, change: DataChange, step: str, at: datetime) -> Notice:
    words = in_words_of(user, lambda: _notice_words(change, step))
    return Notice(
        user=user,
        scope=change.partner.public_id,
        key=f"data_change:{change.public_id}:{step}:{user.pk}",
        about=change.public_id,
        path=reverse("suppliers:data_changes", args=[change.partner.public_id]),
        subject=" ".join(words.subject.split())[:250],
        words=words.text,
        act=words.act,
        facts=words.facts,
        created_at=at,
    )


def _notice_words(change: DataChange, step: str) -> Words:
    names = {"partner": change.partner.name, "what": str(DataKind(change.kind).label).lower()}
    if step == "decide":
        subject = _("%(partner)s: another %(what)s waits for a second person")
        text = _("Ask back by a way that you knew before it was asked, then decide.")
        return Words(subject % names, text, _("Look at the change"), [])
    state = str(DataChangeState(change.state).label).lower()
    subject = _("%(partner)s: the change of the %(what)s is %(state)s") % {**names, "state": state}
    return Words(subject, change.words, _("See the data"), [])
