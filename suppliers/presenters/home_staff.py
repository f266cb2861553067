"""The first screen of staff: whom to start with, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.engine.money import Money
from portal.enums import StaffRole
from portal.presentation import money, number
from suppliers.facts.partners import PartnerExceptions, exceptions, total_at_risk
from suppliers.facts.standing import OPEN, due_between, with_standing
from suppliers.models import OrderLine, Partner, Promise
from suppliers.presenters.partners import extras
from suppliers.presenters.words import sentence_case, spelled
from suppliers.registry import partner_columns

SHOWN = 8
# Those who act today; others read.
ACTING = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER, StaffRole.BUYER)


@dataclass(frozen=True)
class ExceptionRow:
    """One partner that needs a word."""

    pk: int
    name: str
    url: str
    lines_url: str
    kind: str
    late: int
    moved: int
    unanswered: int
    at_risk: str
    share: int
    contact: str = ""
    phone: str = ""
    email: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def next_step(self) -> str:
        if self.late:
            return ngettext("See the late line", "See %(n)s late lines", self.late) % {"n": number(self.late)}
        if self.unanswered:
            return _("Ask for an answer")
        return _("See what moved")


@dataclass(frozen=True)
class StaffDay:
    """What waits on this day, all partners together."""

    rows: tuple[ExceptionRow, ...]
    partners: int
    with_exceptions: int
    late: int
    moved: int
    unanswered: int
    at_risk: str
    open_lines: int
    due_soon: int
    today: dt.date
    columns: tuple[Any, ...] = ()

    @property
    def well(self) -> int:
        """Partners without an exception."""
        return self.partners - self.with_exceptions


def staff_day(actor: Actor, now: dt.datetime) -> StaffDay:
    """Seven queries and one for each column of an upper app, however many partners and lines there are."""
    today = timezone.localdate(now)
    lines = OrderLine.objects.for_actor(actor)
    found = exceptions(lines, Promise.objects.for_actor(actor), today, now - dt.timedelta(days=7))
    counts = with_standing(lines).aggregate(
        open=Count("pk", filter=OPEN),
        soon=Count("pk", filter=due_between(today, today + dt.timedelta(days=14))),
    )
    return StaffDay(
        rows=tuple(_rows(found[:SHOWN], actor)),
        partners=Partner.objects.for_actor(actor).count(),
        with_exceptions=len(found),
        late=sum(one.late for one in found),
        moved=sum(one.moved for one in found),
        unanswered=sum(one.unanswered for one in found),
        at_risk=_sum(total_at_risk(found)),
        open_lines=counts["open"],
        due_soon=counts["soon"],
        today=today,
        columns=tuple(column.make() for column in _columns()),
    )


def _columns() -> list[Any]:
    return [column for column in partner_columns() if column.exceptions]


def _rows(found: Sequence[PartnerExceptions], actor: Actor) -> list[ExceptionRow]:
    pks = [one.partner_id for one in found]
    partners = Partner.objects.for_actor(actor).prefetch_related("contacts").in_bulk(pks)
    extra = extras(pks, actor)
    largest = max((money.minor for one in found for money in one.at_risk), default=0)
    return [_row(one, partners[one.partner_id], extra, largest) for one in found]


def _row(one: PartnerExceptions, partner: Partner, extra: dict[str, Any], largest: int) -> ExceptionRow:
    people = sorted(partner.contacts.all(), key=lambda person: (not person.phone, not person.email))
    contact = people[0] if people else None
    biggest = max((held.minor for held in one.at_risk), default=0)
    state = "late" if one.late else "to_confirm" if one.unanswered else "open"
    return ExceptionRow(
        pk=partner.pk,
        name=partner.name,
        url=reverse("suppliers:partner", args=[partner.public_id]),
        lines_url=f"{reverse('suppliers:order_list')}?partner={partner.public_id}&state={state}",
        kind=", ".join(filter(None, [str(partner.get_kind_display()).lower(), partner.segment])),
        late=one.late,
        moved=one.moved,
        unanswered=one.unanswered,
        at_risk=_sum(one.at_risk),
        share=round(100 * biggest / largest) if largest else 0,
        contact=contact.name if contact else "",
        phone=contact.phone.replace(" ", "") if contact else "",
        email=contact.email if contact else "",
        extra={name: values.get(partner.pk) for name, values in extra.items()},
    )


def _sum(monies: Sequence[Money]) -> str:
    """“EUR 1,200 + USD 300”: sums in different currencies stay apart."""
    return " + ".join(money(held, cents=False) for held in monies)


def greeting(now: dt.datetime) -> str:
    hour = timezone.localtime(now).hour
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")


def staff_head(day: StaffDay, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """Whom to start with, for those who act; how we stand, for those who read."""
    hello = f"{greeting(now)}, {actor.user.get_short_name()}." if actor.user else f"{greeting(now)}."
    if not day.partners:
        return {"title": f"{hello} {_('Who do you work with?')}", "reason": _("Import your orders to begin.")}
    worst = day.rows[0] if day.rows else None
    if worst is None or not worst.late:
        return {
            "title": f"{hello} {_('No line is late.')}",
            "reason": _("Nobody waits for a delivery that should be here. A good day to say thank you."),
            "worst": worst,
        }
    if not actor.has_role(*ACTING):
        title = ngettext("%(n)s line is late.", "%(n)s lines are late.", day.late) % {"n": spelled(day.late)}
        reason = _("%(name)s has the most: %(n)s. Purchasing is on it.") % {
            "name": worst.name,
            "n": spelled(worst.late),
        }
        return {"title": f"{hello} {sentence_case(title)}", "reason": reason}
    return {
        "title": f"{hello} {_('Start with %(name)s.') % {'name': worst.name}}",
        "reason": _late_reason(worst),
        "worst": worst,
        "act": ngettext("Open the late line", "Open %(n)s late lines", worst.late)
        % {"n": spelled(worst.late)},
    }


def _late_reason(worst: ExceptionRow) -> str:
    if not worst.at_risk:
        words = ngettext("%(n)s line is past its day.", "%(n)s lines are past their day.", worst.late)
        return sentence_case(words % {"n": spelled(worst.late)})
    words = ngettext(
        "%(n)s late line there; what is late or promised too late is worth %(sum)s.",
        "%(n)s late lines there; what is late or promised too late is worth %(sum)s.",
        worst.late,
    )
    return sentence_case(words % {"n": spelled(worst.late), "sum": worst.at_risk})
