"""Which partner somebody means by what they typed."""

from dataclasses import dataclass

from django.db.models import Q

from portal.actors import Actor
from suppliers.models import Partner

OFFERED = 20


@dataclass(frozen=True)
class Meant:
    """The partner; without one, those it could be."""

    partner: Partner | None
    candidates: tuple[Partner, ...] = ()


def meant(actor: Actor, words: str) -> Meant:
    """By public id, code or name, whole or in part: one query. Aliases are out."""
    words = words.strip()
    rows = Partner.objects.for_actor(actor).filter(merged_into=None)
    if not words or "\x00" in words:
        return Meant(None)
    anywhere = Q(public_id=words) | Q(code__icontains=words) | Q(name__icontains=words)
    found = list(rows.filter(anywhere).order_by("name", "pk")[: OFFERED + 1])
    said = words.casefold()
    exact = [one for one in found if said in (one.public_id, one.code.casefold(), one.name.casefold())]
    if len(exact) == 1 or len(found) == 1:
        return Meant((exact or found)[0])
    return Meant(None, tuple(found[:OFFERED]))
