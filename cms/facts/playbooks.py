"""Which playbooks help at a step, and who has read them and been trained in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from cms.models import Acknowledgement, PlaybookPage, TextVersion, Training
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import User


def live(on: date) -> QuerySet[PlaybookPage]:
    """Published, with a version that holds, by title."""
    holds = TextVersion.objects.filter(page=OuterRef("pk"), in_force_from__lte=on)
    return PlaybookPage.objects.live().filter(Exists(holds)).order_by("title", "pk")


def helping(actor: Actor, *steps: str) -> list[tuple[str, str]]:
    """Title and address of those that help at one of these steps: one query."""
    if not actor.is_staff:
        return []
    wanted = Q()
    for step in steps:
        wanted |= Q(helps_at__contains=f",{step},")
    rows = live(local_day()).filter(wanted).values_list("title", "slug")
    return [(title, address(slug)) for title, slug in rows]


def address(slug: str) -> str:
    return reverse("wagtail_serve", args=[f"playbooks/{slug}/"])


@dataclass(frozen=True)
class Known:
    """What one of our people knows of one playbook. `number`: the version that they read."""

    read_on: date | None = None
    number: str = ""
    trained_on: date | None = None
    trained_in: str = ""
    is_asked: bool = False
    is_read: bool = False
    is_trained: bool = False


@dataclass(frozen=True)
class Playbook:
    """One playbook with the version that holds, and what everybody knows of it, by user pk."""

    page: PlaybookPage
    version: TextVersion
    known: dict[int, Known] = field(default_factory=dict)


def staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(role="").order_by("name", "pk")


def register(people: Iterable[int], on: date, pages: Iterable[int] | None = None) -> list[Playbook]:
    """Every live playbook with who read it and who was trained in it: four queries for any number.

    Read and trained count for the material version that holds: an editorial change asks nobody again.
    """
    rows = live(on) if pages is None else live(on).filter(pk__in=pages)
    found = list(rows)
    versions = {
        one.page_id: one
        for one in TextVersion.objects.in_force(on).filter(page__in=[row.pk for row in found])
    }
    wanted = set(people)
    read, trained = _read(versions), _trained(versions)
    books = []
    for page in found:
        version = versions[page.pk]
        known = {pk: _known(version, read.get((page.pk, pk)), trained.get((page.pk, pk))) for pk in wanted}
        books.append(Playbook(page, version, known))
    return books


def _read(versions: dict[int, TextVersion]) -> dict[tuple[int, int], list[Acknowledgement]]:
    rows = Acknowledgement.objects.filter(version__page__in=versions, scope="").select_related("version")
    found: dict[tuple[int, int], list[Acknowledgement]] = {}
    for one in rows.order_by("version__major", "version__minor", "pk"):
        found.setdefault((one.version.page_id, one.user_id), []).append(one)
    return found


def _trained(versions: dict[int, TextVersion]) -> dict[tuple[int, int], Training]:
    """The last training of each, by page and person."""
    rows = Training.objects.filter(version__page__in=versions, taken_back_at=None).select_related("version")
    return {(one.version.page_id, one.user_id): one for one in rows.order_by("on", "pk")}


def _known(version: TextVersion, asked: list[Acknowledgement] | None, training: Training | None) -> Known:
    said = [one for one in asked or [] if one.said_at is not None]
    last = said[-1] if said else None
    return Known(
        read_on=local_day(last.said_at) if last is not None else None,
        number=last.read_number or last.version.number if last is not None else "",
        trained_on=training.on if training is not None else None,
        trained_in=training.version.number if training is not None else "",
        is_asked=bool(asked),
        is_read=last is not None and last.version.major == version.major,
        is_trained=training is not None and training.version.major == version.major,
    )
