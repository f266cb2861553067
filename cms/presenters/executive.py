"""The executives' page in words: promises kept and not, who stayed, what was earned, due, thanked and asked.

The bad news comes first. The same on screen and on one sheet of paper.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.facts import executive
from cms.facts.executive import Due, Earned, Waits
from cms.models import StandardPage
from cms.presenters.results import Kept, PromiseRow, kept
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.money import Money
from portal.engine.periods import Period
from portal.presentation import day, money, number, share
from suppliers.facts.retention import maximum, measured

NAMED = 3
THANKS = 4


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class MoneyRow:
    name: str
    url: str
    amount: str
    is_cost: bool


@dataclass(frozen=True)
class Thanked:
    partner: str
    url: str
    words: str
    who: str
    on: datetime


@dataclass(frozen=True)
class Report:
    """`missed` and `rest` are the promises: those not met stand first."""

    title: str
    reason: str
    month: str
    key: str
    as_of: date
    tiles: tuple[Tile, ...]
    promises: Kept
    missed: tuple[PromiseRow, ...]
    rest: tuple[PromiseRow, ...]
    span: str
    top: tuple[MoneyRow, ...]
    bottom: tuple[MoneyRow, ...]
    due: tuple[Due, ...]
    due_words: str
    thanks: tuple[Thanked, ...]
    thanks_words: str
    more_thanks: int
    waits: tuple[Tile, ...]


def report(actor: Actor, now: datetime) -> Report:
    """About the month that is over, as far as it is known now."""
    today, month = local_day(now), executive.month_of(now)
    promises = kept(list(StandardPage.objects.live().order_by("title", "pk")), today)
    missed = tuple(row for row in promises.rows if row.met is False)
    span, rows = executive.earned(actor, month)
    due, thanks = executive.reviews(today), executive.thanked(actor, month)
    return Report(
        title=kept_title(promises),
        reason=_("%(company)s in %(month)s, for executives.")
        % {"company": settings.COMPANY_NAME, "month": day(month.start, "month")},
        month=day(month.start, "month"),
        key=month.key,
        as_of=today,
        tiles=(_kept_tile(promises), *_stayed(actor, month), _due_tile(due)),
        promises=promises,
        missed=missed,
        rest=tuple(row for row in promises.rows if row.met is not False),
        span=_("%(first)s to %(last)s") % {"first": day(span.start), "last": day(span.end)},
        top=tuple(_money(one) for one in rows[:NAMED] if one.minor > 0),
        bottom=tuple(_money(one) for one in reversed(rows[-NAMED:]) if one.minor < 0),
        due=tuple(due),
        due_words=_due_words(due),
        thanks=tuple(
            Thanked(
                one.partner.name,
                reverse("suppliers:partner", args=[one.partner.public_id]),
                one.text,
                one.by_label,
                one.at,
            )
            for one in thanks[:THANKS]
        ),
        thanks_words=_thanks_words(len({one.partner_id for one in thanks}), month),
        more_thanks=max(0, len(thanks) - THANKS),
        waits=(
            _wait_tile(_("Asked about policies"), executive.policy_questions(actor, today)),
            _wait_tile(_("Questions of partners"), executive.questions(actor, now)),
        ),
    )


def kept_title(promises: Kept) -> str:
    """How many promises were not kept, as the head of a page says it."""
    missed = len(promises.measured) - promises.met
    if not promises.measured:
        return _("No promise has a figure yet")
    if not missed:
        return _("We kept every promise that we measure")
    return ngettext(
        "We did not keep %(n)s of our %(of)s promises, and say so",
        "We did not keep %(n)s of our %(of)s promises, and say so",
        missed,
    ) % {"n": number(missed), "of": number(len(promises.measured))}


def _kept_tile(promises: Kept) -> Tile:
    if not promises.measured:
        return Tile(_("Promises kept"), _("no figure yet"), "")
    value = _("%(met)s of %(of)s") % {"met": number(promises.met), "of": number(len(promises.measured))}
    tone = "bad" if promises.met < len(promises.measured) else ""
    return Tile(_("Promises kept"), value, promises.span, tone)


def _stayed(actor: Actor, month: Period) -> tuple[Tile, Tile]:
    """The twelve months that end with this one."""
    found = measured(actor, month.shifted(-11).start, month.end)
    if not found.start:
        nobody = _("no partner was there a year ago")
        return Tile(_("Partners who stayed"), _("no data"), nobody), Tile(_("Lost, dissatisfied"), "–", "")
    allowed = maximum()
    stayed = _("of %(n)s a year ago") % {"n": number(found.start)}
    lost = _("%(n)s of %(of)s, at most %(most)s %% allowed") % {
        "n": number(found.lost_dissatisfied),
        "of": number(found.start),
        "most": number(allowed, None),
    }
    return (
        Tile(_("Partners who stayed"), share(found.retention), stayed),
        Tile(_("Lost, dissatisfied"), share(found.lost_share), lost, "" if found.meets(allowed) else "bad"),
    )


def _due_tile(due: list[Due]) -> Tile:
    stale = sum(one.is_stale for one in due)
    words = ngettext("%(n)s is past its day", "%(n)s are past their day", stale) % {"n": number(stale)}
    return Tile(_("Texts to review"), number(len(due)), words if stale else "", "bad" if stale else "")


def _due_words(due: list[Due]) -> str:
    if not due:
        return _("Every text has been looked at, and none is due within %(n)s days.") % {
            "n": number(settings.REVIEW_NOTICE_DAYS)
        }
    return ""


def _thanks_words(partners: int, month: Period) -> str:
    if not partners:
        return _("Nobody was thanked in %(month)s.") % {"month": day(month.start, "month")}
    words = ngettext("%(n)s partner was thanked.", "%(n)s partners were thanked.", partners)
    return words % {"n": number(partners)}


def _wait_tile(label: str, waits: Waits) -> Tile:
    late = ngettext("%(n)s past its promise", "%(n)s past their promise", waits.late) % {
        "n": number(waits.late)
    }
    note = late if waits.late else _("all in time")
    return Tile(label, number(waits.count), note, "bad" if waits.late else "")


def _money(one: Earned) -> MoneyRow:
    amount = money(Money(one.minor, settings.COMPANY_CURRENCY), cents=False)
    return MoneyRow(one.name, reverse("suppliers:partner", args=[one.public_id]), amount, one.minor < 0)
