"""Invoices in words: paid how many days early or late, due when, disputed; and how we keep our terms."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.engine.money import Money
from portal.presentation import money, number, share
from suppliers.facts.invoices import OpenSums, TermsKept
from suppliers.models import Invoice
from suppliers.presenters.words import sentence_case, spelled


@dataclass(frozen=True)
class Standing:
    key: str
    words: str
    tone: str
    picture: str


def paid_words(due_on: dt.date, paid_on: dt.date | None) -> str:
    """“3 days early”, “on the day”, “4 days late”."""
    if paid_on is None:
        return ""
    past = (paid_on - due_on).days
    if past == 0:
        return _("on the day")
    words = (
        ngettext("%(n)s day late", "%(n)s days late", past)
        if past > 0
        else ngettext("%(n)s day early", "%(n)s days early", -past)
    )
    return words % {"n": number(abs(past))}


def standing_of(invoice: Invoice, today: dt.date) -> Standing:
    if invoice.paid_on is not None:
        late = invoice.paid_on > invoice.due_on
        return Standing("paid_late", _("Paid late"), "warn", "clock") if late else Standing(
            "paid", _("Paid"), "ok", "check"
        )  # fmt: skip
    if invoice.disputed:
        return Standing("disputed", _("Disputed"), "warn", "alert")
    past = (today - invoice.due_on).days
    if past > 0:
        words = ngettext("%(n)s day past its day", "%(n)s days past its day", past) % {"n": number(past)}
        return Standing("overdue", words, "bad", "alert")
    if past == 0:
        return Standing("open", _("Due today"), "open", "clock")
    words = ngettext("Due in %(n)s day", "Due in %(n)s days", -past) % {"n": number(-past)}
    return Standing("open", words, "open", "clock")


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    note: str = ""
    tone: str = ""
    url: str = ""


def figures(kept: TermsKept, sums: OpenSums) -> list[Figure]:
    """Four figures over the list: how we keep our terms comes first."""
    return [
        Figure(_("Paid within terms"), share(kept.share), _terms_note(kept), "" if kept.n else "faint"),
        Figure(
            _("Paid or due too late"),
            number(kept.late + kept.unpaid) if kept.n else _("no data"),
            _late_note(kept),
            "bad" if kept.late + kept.unpaid else "",
            "?state=late",
        ),
        Figure(_("Not paid yet"), _sum(sums.open), _many(sums.count), "", "?state=open"),
        Figure(
            _("Of it past its day"),
            _sum(sums.overdue),
            _many(sums.overdue_count, sums.disputed_count),
            "bad" if sums.overdue_count else "",
            "?state=overdue",
        ),
    ]


def head_words(kept: TermsKept, sums: OpenSums, actor: Actor) -> tuple[str, str]:
    """Title and reason: what is past its day comes first, and says sorry."""
    if not sums.count and not kept.n:
        return _("No invoices yet"), _(
            "They come with the files of our accounts, every invoice with its days."
        )
    if sums.overdue_count:
        title = ngettext(
            "%(n)s invoice is past its day", "%(n)s invoices are past their day", sums.overdue_count
        ) % {"n": spelled(sums.overdue_count)}
        if actor.is_staff:
            reason = _("Our partners wait for %(sum)s that is theirs. Start there.")
        else:
            reason = _("We owe you %(sum)s since then, and we are sorry. Ask about any of them here.")
        return sentence_case(title), reason % {"sum": _sum(sums.overdue)}
    words = ngettext(
        "%(n)s invoice is open, none is past its day.",
        "%(n)s invoices are open, none is past its day.",
        sums.count,
    )
    reason = sentence_case(words % {"n": spelled(sums.count)})
    if not kept.late + kept.unpaid:
        return _("Every invoice is within its terms"), reason
    title = ngettext(
        "We paid %(late)s of %(n)s invoice late", "We paid %(late)s of %(n)s invoices late", kept.n
    ) % {"late": number(kept.late + kept.unpaid), "n": number(kept.n)}
    return title, _("Of those due in the last 90 days: we are sorry. %(reason)s") % {"reason": reason}


def _terms_note(kept: TermsKept) -> str:
    if not kept.n:
        return _("none fell due in the last 90 days")
    return _("%(kept)s of %(n)s due in the last 90 days") % {
        "kept": number(kept.in_time),
        "n": number(kept.n),
    }


def _late_note(kept: TermsKept) -> str:
    if not kept.n:
        return _("none fell due in the last 90 days")
    if kept.days_late is None:
        return _("none in 90 days")
    words = ngettext(
        "%(days)s day late in the middle; %(unpaid)s not paid yet",
        "%(days)s days late in the middle; %(unpaid)s not paid yet",
        1 if kept.days_late == 1 else 2,
    )
    return words % {"days": number(kept.days_late, None), "unpaid": number(kept.unpaid)}


def _sum(sums: Sequence[Money]) -> str:
    return ", ".join(money(one, cents=False) for one in sums) or _("nothing")


def _many(count: int, disputed: int = 0) -> str:
    words = ngettext("%(n)s invoice", "%(n)s invoices", count) % {"n": number(count)}
    if disputed:
        return f"{words}, " + ngettext(
            "%(n)s of the open ones disputed", "%(n)s of the open ones disputed", disputed
        ) % {"n": number(disputed)}
    return words
