"""Who is asked to read which text, who has said that they did, and who is missing.

Asked is whoever is active and of the audience of a version that holds and asks. One answer counts for a
material version with all its editorial ones. Who left, or whose partner is lost or merged, counts no longer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from wagtail.models import Page

from cms.enums import Audience
from cms.models import Acknowledgement, TextVersion
from cms.models.fields import codes_of
from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import User
from suppliers.enums import PartnerStatus
from suppliers.models import Membership, Partner

READ, WAITING, OVERDUE, OVER = "read", "waiting", "overdue", "over"


def asking(on: date) -> list[TextVersion]:
    """The versions that hold and ask somebody, of published pages, by their references."""
    rows = TextVersion.objects.in_force(on).filter(page__in=Page.objects.live().values("pk"))
    rows = rows.filter(Q(asks_partners=True) | Q(asks_staff=True))
    return list(rows.select_related("owner", "page__content_type").order_by("reference", "title", "pk"))


def staff() -> QuerySet[User]:
    """Our own people; who only writes pages is not asked."""
    return User.objects.filter(is_active=True).exclude(role__in=("", StaffRole.CONTENT_EDITOR))


def members() -> QuerySet[Membership]:
    """The people of our partners, whatever their role there."""
    rows = Membership.objects.filter(user__is_active=True, user__role="", partner__merged_into=None)
    return rows.exclude(partner__status=PartnerStatus.LOST)


@dataclass(frozen=True)
class Everybody:
    """Staff by their keys; partners' people as (user, partner's public id, kind), oldest first."""

    staff: tuple[int, ...]
    members: tuple[tuple[int, str, str], ...]

    def asked(self, version: TextVersion) -> dict[int, list[str]]:
        """By person: for which partners they are asked; [""] for our own people."""
        found: dict[int, list[str]] = {pk: [""] for pk in self.staff} if version.asks_staff else {}
        kinds = codes_of(version.kinds) if version.audience == Audience.PARTNERS else []
        if version.asks_partners and version.audience != Audience.STAFF:
            for user, scope, kind in self.members:
                if not kinds or kind in kinds:
                    found.setdefault(user, []).append(scope)
        return found


def everybody() -> Everybody:
    """Two queries."""
    rows = (
        members().order_by("created_at", "pk").values_list("user_id", "partner__public_id", "partner__kind")
    )
    return Everybody(tuple(staff().order_by("pk").values_list("pk", flat=True)), tuple(rows))


def asks(version: TextVersion, actor: Actor) -> bool:
    """Does this version ask this person, as they act now?"""
    user, member = actor.user, actor.membership
    if user is None or not user.is_active or not version.readable_by(actor):
        return False
    if member is None:
        return version.asks_staff and staff().filter(pk=user.pk).exists()
    if not version.asks_partners or version.audience == Audience.STAFF:
        return False
    return members().filter(user=user, partner=member.partner_id).exists()


def first_of(version: TextVersion) -> TextVersion:
    """The material version that this one belongs to: 3 of 3.1."""
    if not version.minor:
        return version
    rows = TextVersion.objects.filter(page=version.page_id, major=version.major)
    return rows.order_by("minor")[:1].get()


def of_major(version: TextVersion) -> QuerySet[Acknowledgement]:
    """Who was asked about this version, or about one that differs by words alone."""
    return Acknowledgement.objects.filter(version__page=version.page_id, version__major=version.major)


def still_asked(versions: Sequence[TextVersion]) -> Q:
    """Acknowledgements that count: of these versions, of people who are of their audience today."""
    majors = {(one.page_id, one.major): one for one in versions}
    pages = {one.page_id for one in versions}
    groups: dict[tuple[bool, bool, str], list[int]] = {}
    for pk, page, major in TextVersion.objects.filter(page__in=pages).values_list("pk", "page_id", "major"):
        holds = majors.get((page, major))
        if holds is not None:
            for_partners = holds.asks_partners and holds.audience != Audience.STAFF
            kinds = holds.kinds if holds.audience == Audience.PARTNERS else ""
            groups.setdefault((holds.asks_staff, for_partners, kinds), []).append(pk)
    found = Q(pk__in=[])
    for (for_staff, for_partners, kinds), pks in groups.items():
        people = Q(pk__in=[])
        if for_staff:
            people |= Q(scope="", user__in=staff().values("pk"))
        if for_partners:
            people |= Q(Exists(_membership(codes_of(kinds))))
        found |= Q(version__in=pks) & people
    return found


def with_state(rows: QuerySet[Acknowledgement], on: date) -> QuerySet[Acknowledgement]:
    """`state`: read, waiting, overdue, or over: not said, and nobody waits for it any more."""
    missing = Q(said_at=None) & still_asked(asking(on))
    partner = Partner.objects.filter(public_id=OuterRef("scope")).values("name")[:1]
    return rows.annotate(
        partner_name=Subquery(partner),
        state=Case(
            When(said_at__isnull=False, then=Value(READ)),
            When(missing & Q(due_on__lt=on), then=Value(OVERDUE)),
            When(missing, then=Value(WAITING)),
            default=Value(OVER),
            output_field=CharField(),
        ),
    )


def missing(versions: Sequence[TextVersion]) -> QuerySet[Acknowledgement]:
    """Who was asked about these versions, is still of their audience, and has not said that they read it."""
    rows = Acknowledgement.objects.filter(still_asked(versions), said_at=None)
    return rows.select_related("version", "user").order_by("due_on", "pk")


def to_read(actor: Actor, on: date) -> list[tuple[Acknowledgement, TextVersion]]:
    """What waits for this person as they act now, each with the version that holds; the first day first."""
    if actor.user is None:
        return []
    holds = {(one.page_id, one.major): one for one in asking(on) if one.readable_by(actor)}
    rows = missing(list(holds.values())).filter(user=actor.user) if holds else []
    return [(row, holds[row.version.page_id, row.version.major]) for row in rows]


def said_by(actor: Actor) -> QuerySet[Acknowledgement]:
    """What this person has said that they read, the last first."""
    rows = Acknowledgement.objects.filter(user=actor.user, said_at__isnull=False)
    return rows.select_related("version__page__content_type").order_by("-said_at", "-pk")


def counted(version: TextVersion) -> tuple[int, int]:
    """Of those who are asked about this version today: how many have read it, and how many they are."""
    said = of_major(version).filter(said_at__isnull=False).values_list("user_id", flat=True)
    asked = set(everybody().asked(version))
    return len(asked & set(said)), len(asked)


def _membership(kinds: Iterable[str]) -> QuerySet[Membership]:
    rows = members().filter(user=OuterRef("user"), partner__public_id=OuterRef("scope"))
    wanted = list(kinds)
    return rows.filter(partner__kind__in=wanted) if wanted else rows
