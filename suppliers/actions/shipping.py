"""What the partner says it has sent of a line: several notices add up; one can be taken back in time."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import presentation
from portal.actions import audit
from portal.actors import Actor
from portal.presentation import day
from suppliers.actions.deciding import LARGEST, Problem
from suppliers.actions.saying import day_of, lock_lines
from suppliers.engine.tolerance import Limits
from suppliers.facts.promises import Held
from suppliers.facts.tolerances import limits_of
from suppliers.models import OrderLine, Receipt, ShipNotice
from suppliers.permissions import check_can_answer
from suppliers.policies import frozen_why

# A notice may be written before the goods leave, or long after.
AHEAD = 60
BEHIND = 366
FARTHEST = 366  # days on the way
_LONGEST = 100


class ShipRefused(Exception):
    """`problems`: what is wrong, each with its field: number, quantity, shipped_on, expected_on, line."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def ship(
    *,
    by: Actor,
    line: OrderLine,
    number: str,
    quantity: int,
    shipped_on: dt.date,
    expected_on: dt.date | None = None,
    carrier: str = "",
    tracking: str = "",
    lot: str = "",
    at: dt.datetime | None = None,
) -> ShipNotice:
    """Record that so many (scaled by 10^6) were sent. Raises ShipRefused or PermissionDenied."""
    check_can_answer(by)
    today = day_of(at or timezone.now())
    notice = ShipNotice(
        number=number.strip(),
        lot=lot.strip(),
        shipped_on=shipped_on,
        expected_on=expected_on,
        quantity=quantity,
        carrier=carrier.strip(),
        tracking=tracking.strip(),
    )
    with transaction.atomic():
        held = _lock(by, line)
        limits = limits_of([held.line.partner])[held.line.partner_id]
        problems = [*_state(held), *_texts(notice), *_days(notice, today), *_figures(held, notice, limits)]
        if ShipNotice.objects.filter(line=held.line, number=notice.number, lot=notice.lot).exists():
            problems.append(Problem("number", _("This notice is here already. A second lot needs its name.")))
        if problems:
            raise ShipRefused(*problems)
        notice.line, notice.partner = held.line, held.line.partner
        notice.save()
        _record(by, "line.shipped", notice)
    return notice


def unship(*, by: Actor, notice: ShipNotice) -> None:
    """Take a notice back while nothing has arrived since. Raises ShipRefused, or PermissionDenied."""
    check_can_answer(by)
    with transaction.atomic():
        held = _lock(by, notice.line)
        kept = ShipNotice.objects.filter(line=held.line, pk=notice.pk).first()
        if kept is None:
            raise ShipRefused(Problem("number", _("This notice was taken back already.")))
        if Receipt.objects.filter(line=held.line, received_on__gte=kept.shipped_on).exists():
            arrived = _("Something has arrived since it was sent, so it stays. Ask us about a mistake in it.")
            raise ShipRefused(Problem("number", arrived))
        _record(by, "line.unshipped", kept)
        kept.delete()


def _lock(by: Actor, line: OrderLine) -> Held:
    found = lock_lines(by, [line.public_id])
    if not found:
        raise PermissionDenied
    return found[0]


def _state(held: Held) -> list[Problem]:
    why = frozen_why(held.line, received=held.received, shipped=0)
    return [Problem("line", why)] if why else []


def _texts(notice: ShipNotice) -> list[Problem]:
    problems = []
    if not notice.number:
        problems.append(Problem("number", _("Please give the number of your delivery note.")))
    for name in ("number", "lot", "carrier", "tracking"):
        if len(getattr(notice, name)) > _LONGEST:
            problems.append(Problem(name, _("At most %s characters, please.") % _LONGEST))
    return problems


def _days(notice: ShipNotice, today: dt.date) -> list[Problem]:
    shipped_on, expected_on = notice.shipped_on, notice.expected_on
    away = (shipped_on - today).days
    if away > AHEAD:
        words = ngettext("More than %s day ahead.", "More than %s days ahead.", AHEAD)
        return [Problem("shipped_on", words % presentation.number(AHEAD))]
    if -away > BEHIND:
        return [Problem("shipped_on", _("More than a year ago."))]
    if expected_on is not None and expected_on < shipped_on:
        words = _("It cannot arrive before it is sent, on %s.")
        return [Problem("expected_on", words % day(shipped_on))]
    if expected_on is not None and (expected_on - shipped_on).days > FARTHEST:
        return [Problem("expected_on", _("More than a year on the way."))]
    return []


def _figures(held: Held, notice: ShipNotice, limits: Limits) -> list[Problem]:
    """Several notices add up to what is wanted, and to what passes beyond it by itself."""
    if not 0 < notice.quantity <= LARGEST:
        return [Problem("quantity", _("Please give a quantity above 0."))]
    wanted = max(held.line.quantity, sum(part.quantity for part in held.talk.parts))
    before = max(held.shipped, held.received)
    over = before + notice.quantity - wanted
    if over <= 0 or limits.more_pct is None or over * 100 <= limits.more_pct * wanted:
        return []
    words = _("%(now)s and the %(before)s before are %(over)s more than the %(wanted)s that are wanted.")
    unit = held.line.unit
    figures = {
        "now": presentation.quantity(notice.quantity, unit),
        "before": presentation.quantity(before, unit),
        "over": presentation.quantity(over, unit),
        "wanted": presentation.quantity(wanted, unit),
    }
    problem = words % figures
    if limits.more_pct > Decimal(0):
        problem += " " + _("%s %% more would pass.") % presentation.number(limits.more_pct, None)
    return [Problem("quantity", problem)]


def _record(by: Actor, verb: str, notice: ShipNotice) -> None:
    line = notice.line
    data = {"line": str(line), "number": notice.number, "lot": notice.lot, "quantity": notice.quantity}
    audit.record(by=by, verb=verb, obj=line, scope=line.partner.public_id, data=data)
