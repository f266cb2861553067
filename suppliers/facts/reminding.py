"""Which lines wait to be asked about: by whom nothing was said yet, and what comes due soon."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.actors import Actor
from suppliers.enums import LineStatus, PartnerStatus, PromiseEvent
from suppliers.facts.people import ANSWERING
from suppliers.facts.shipping import with_shipped
from suppliers.facts.standing import OPEN, with_standing
from suppliers.models import Membership, OrderLine, Partner, Reconfirmation

# An order of longer ago came with old data: nobody waits for an answer to it now.
LOOKS_BACK = timedelta(days=30)
# Who gave their word that lately is not asked whether it still holds.
FRESH = timedelta(days=2)
FARTHEST_DAYS = 60


def unanswered(by: Actor, now: datetime) -> QuerySet[OrderLine]:
    """Lines of orders that we sent or changed of late, without the partner's word; none of the past."""
    since = now - LOOKS_BACK
    sent = Q(order__sent_at__gt=since, order__sent_at__lte=now) | Q(
        order__sent_at=None, order__ordered_on__gt=_day(since), order__ordered_on__lte=_day(now)
    )
    return _asking(by).filter(
        Q(last_event="") & sent | Q(last_event=PromiseEvent.BUYER_CHANGE, last_at__gt=since),
        requested_on__gte=_day(now),
    )


def to_ask_again(by: Actor, now: datetime, usual_days: int) -> QuerySet[OrderLine]:
    """Promised lines that come due within their partner's days, else `usual_days`, and were not asked yet.

    Not what was sent already, nor what was promised just now.
    """
    today = _day(now)
    asked = Reconfirmation.objects.filter(line_id=OuterRef("pk"), due_on=OuterRef("due_on"))
    return with_shipped(_asking(by)).filter(
        _comes_near(today, usual_days),
        ~Exists(asked),
        last_event=PromiseEvent.CONFIRM,
        due_on__gte=today,
        last_at__lte=now - FRESH,
        shipped__lt=F("quantity"),
    )


def _asking(by: Actor) -> QuerySet[OrderLine]:
    """Open lines of partners with whom we work and who have somebody to ask, with their standing."""
    people = Membership.objects.filter(
        partner_id=OuterRef("partner_id"), role__in=ANSWERING, user__is_active=True
    )
    at_rest = (PartnerStatus.ON_HOLD, PartnerStatus.LOST)
    return (
        with_standing(OrderLine.objects.for_actor(by))
        .filter(OPEN, Exists(people), status=LineStatus.CONFIRMED)
        .exclude(partner__status__in=at_rest)
    )


def _comes_near(today: date, usual_days: int) -> Q:
    """Within the days of each partner, else of the installation."""
    chosen = Partner.objects.exclude(radar_days=None).order_by().values_list("radar_days", flat=True)
    usual = min(usual_days, FARTHEST_DAYS)
    near = Q(partner__radar_days=None, due_on__lte=today + timedelta(days=usual))
    for days in set(chosen):
        near |= Q(partner__radar_days=days, due_on__lte=today + timedelta(days=days or 0))
    return near


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
