"""What waits for an answer, what was published, and which texts were changed because of whom."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from cms.enums import CommentDecision
from cms.models import PolicyComment, TextVersion
from portal.actors import Actor
from portal.clocks import working_hours
from portal.enums import StaffRole
from portal.models import Deputy, User

# Who may own an answer: not who only looks, nor who only writes pages.
RESPONSIBLE = (
    StaffRole.ADMINISTRATOR,
    StaffRole.PURCHASING_MANAGER,
    StaffRole.BUYER,
    StaffRole.EXECUTIVE,
)
# Who answers where a text has no owner who can.
FALLBACK = (StaffRole.ADMINISTRATOR, StaffRole.EXECUTIVE)

WAITING = Q(answered_at=None, withdrawn_at=None)


def waiting(actor: Actor) -> QuerySet[PolicyComment]:
    """Of those that this actor may see, the ones without an answer; the first promised day first."""
    return PolicyComment.objects.for_actor(actor).filter(WAITING).order_by("due_on", "pk")


def without_owner() -> Q:
    """Nobody owns it who can answer."""
    able = User.objects.filter(is_active=True, role__in=RESPONSIBLE).values("pk")
    return Q(owner=None) | ~Q(owner__in=able)


def mine(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[PolicyComment]:
    """Those that wait for this person: their own, of those for whom they stand in, and of nobody."""
    own = Q(owner=actor.user) | Q(owner__in=away.values("user_id"))
    if actor.has_role(*FALLBACK):
        own |= without_owner()
    return waiting(actor).filter(own)


def stands_in(user: User, owner_id: int, on: date) -> bool:
    return Deputy.objects.filter(deputy=user, user_id=owner_id, scope="").on(on).exists()


def due_day(at: datetime, days: int) -> date:
    """The working day by which somebody is answered who asks at this moment."""
    return working_hours().after_days(at, days).date()


def working_days(after: date, until: date) -> int:
    """How many working days come after one day, up to and with the other; negative the other way round."""
    if until < after:
        return -working_days(until, after)
    clock = working_hours()
    return sum(clock.is_working(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def ends_at(due_on: date) -> datetime:
    """When that promise has run out: the end of that working day."""
    clock = working_hours()
    return datetime.combine(due_on, clock.closes, clock.zone)


def shown(versions: QuerySet[TextVersion]) -> QuerySet[PolicyComment]:
    """Published answers about these versions of texts, the oldest first."""
    rows = PolicyComment.objects.published().filter(version__in=versions)
    return rows.select_related("partner", "version").order_by("at", "pk")


def because_of(versions: Collection[int]) -> dict[int, int]:
    """By version pk: because of how many partners it was changed; one query. Merged partners are one."""
    rows = PolicyComment.objects.filter(led_to__in=versions).exclude(partner=None)
    return dict(
        rows.order_by()
        .values("led_to")
        .annotate(n=Count(Coalesce("partner__merged_into", "partner"), distinct=True))
        .values_list("led_to", "n")
    )


def counted(rows: Iterable[PolicyComment]) -> tuple[int, int]:
    """How many of these were taken up, and how many were not (yet)."""
    decisions = [one.decision for one in rows]
    taken = decisions.count(CommentDecision.TAKEN_UP)
    return taken, decisions.count(CommentDecision.LATER) + decisions.count(CommentDecision.DECLINED)
