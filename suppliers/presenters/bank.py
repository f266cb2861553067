"""Bank and tax data for one reader: whole, by their last signs, or only that they are known."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.presentation import day
from suppliers.engine.iban import masked
from suppliers.enums import DataChangeState, DataKind
from suppliers.facts.bank import account_in_use
from suppliers.models import BankAccount, DataChange, Partner
from suppliers.permissions_onboarding import (
    can_ask_data_change,
    can_decide_data_change,
    can_read_bank_data,
    can_see_masked,
    can_withdraw_data_change,
)

TONES = {
    DataChangeState.WAITING: ("us", "clock"),
    DataChangeState.APPROVED: ("ok", "check"),
    DataChangeState.DECLINED: ("", "x"),
    DataChangeState.WITHDRAWN: ("", "undo"),
}


@dataclass(frozen=True)
class Shown:
    """A value with its name."""

    label: str
    words: str


@dataclass(frozen=True)
class Difference:
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class ChangeView:
    """One change as this reader may see it."""

    change: DataChange
    what: str
    state: str
    tone: str
    picture: str
    differences: tuple[Difference, ...]
    hidden: str
    may_decide: bool
    may_withdraw: bool
    why_not: str


@dataclass(frozen=True)
class BankPage:
    partner: Partner
    account: tuple[Shown, ...]
    short: str
    known_since: str
    tax_id: str
    waiting: tuple[ChangeView, ...]
    past: tuple[ChangeView, ...]
    bank_url: str
    tax_url: str


def bank_page(partner: Partner, actor: Actor) -> BankPage:
    """Three queries."""
    account = account_in_use(actor, partner)
    rows = list(DataChange.objects.for_actor(actor).filter(partner=partner).select_related("partner"))
    views = [change_view(row, actor) for row in rows]
    open_kinds = {row.kind for row in rows if row.state == DataChangeState.WAITING}
    may_ask = can_ask_data_change(actor, partner) and partner.merged_into_id is None
    urls = {
        kind: reverse("suppliers:data_change_new", args=[partner.public_id, kind.value])
        if may_ask and kind not in open_kinds
        else ""
        for kind in DataKind
    }
    return BankPage(
        partner,
        account_rows(account, partner, actor),
        masked(account.iban) if account is not None and can_see_masked(actor, partner) else "",
        day(account.since, "full") if account is not None else "",
        partner.tax_id,
        tuple(one for one in views if one.change.state == DataChangeState.WAITING),
        tuple(one for one in views if one.change.state != DataChangeState.WAITING),
        urls[DataKind.BANK],
        urls[DataKind.TAX],
    )


def account_rows(account: BankAccount | None, partner: Partner, actor: Actor) -> tuple[Shown, ...]:
    """Nothing for those of ours who neither pay nor decide."""
    if account is None or not can_see_masked(actor, partner):
        return ()
    if not can_read_bank_data(actor, partner):
        return (Shown(_label("iban"), masked(account.iban)),)
    values = {name: getattr(account, name) for name in ("holder", "iban", "bic", "bank", "currency")}
    values["iban"] = in_fours(account.iban)
    return tuple(Shown(_label(name), value) for name, value in values.items() if value)


def change_view(row: DataChange, actor: Actor) -> ChangeView:
    tone, picture = TONES[DataChangeState(row.state)]
    is_open = row.state == DataChangeState.WAITING
    may_decide = is_open and can_decide_data_change(actor, row)
    asked_it = actor.user is not None and row.asked_by_id == actor.user.pk
    return ChangeView(
        change=row,
        what=str(DataKind(row.kind).label),
        state=str(DataChangeState(row.state).label),
        tone=tone,
        picture=picture,
        differences=_differences(row, actor),
        hidden="" if _may_see(row, actor) else _("Who decides on it sees the numbers."),
        may_decide=may_decide,
        may_withdraw=is_open and can_withdraw_data_change(actor, row),
        why_not=_("You asked for it: somebody else decides.")
        if is_open and asked_it and actor.is_staff
        else "",
    )


def in_fours(number: str) -> str:
    """“DE89 3704 0044 …”, as IBANs are printed; another number as it is."""
    if len(number) < 15 or not number[:2].isalpha():
        return number
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _may_see(row: DataChange, actor: Actor) -> bool:
    return row.kind == DataKind.TAX or can_see_masked(actor, row.partner)


def _differences(row: DataChange, actor: Actor) -> tuple[Difference, ...]:
    if not _may_see(row, actor):
        return ()
    after: dict[str, Any] = dict(row.after)
    if row.kind == DataKind.BANK and row.state == DataChangeState.WAITING:
        whole = can_read_bank_data(actor, row.partner)
        after["iban"] = in_fours(after["iban"]) if whole else masked(after["iban"])
        if not whole:
            after = {"iban": after["iban"]}
    nothing = _("nothing")
    return tuple(
        Difference(_label(name), row.before.get(name) or nothing, value or nothing)
        for name, value in after.items()
        if name == "iban" or row.before.get(name, "") != value
    )


def _label(name: str) -> str:
    return {
        "holder": _("Account holder"),
        "iban": _("Account"),
        "bic": _("BIC"),
        "bank": _("Bank"),
        "currency": _("Currency"),
        "tax_id": _("Tax number"),
    }[name]
