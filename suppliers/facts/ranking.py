"""All partners of a kind by what they contribute, and what names none of them: together the company.

Page, files, PDF, API and command read this and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings

from portal.actors import Actor
from suppliers.engine.contribution import COSTS, Figures, Place, groups, ranked
from suppliers.enums import EntryRole
from suppliers.facts.contribution import Span, company, sums
from suppliers.models import Partner


@dataclass(frozen=True)
class Ranked:
    """One partner: who it is, its sums and where it stands."""

    partner: Partner
    figures: Figures
    place: Place[int]


@dataclass(frozen=True)
class Ranking:
    """Partners of a kind that entries name, the highest contribution first. Minor units of `currency`.

    `booked_in`: only entries booked in that currency are in it; empty: all, in the company's. `kinds`: the
    company's sums by kind of entry.
    """

    kind: str
    span: Span
    booked_in: str
    rows: tuple[Ranked, ...]
    kinds: Mapping[str, int]
    company: Figures
    unattributed: Figures

    @property
    def currency(self) -> str:
        return self.booked_in or settings.COMPANY_CURRENCY

    @property
    def named(self) -> int:
        """What all rows contribute together."""
        return self.company.contribution - self.unattributed.contribution

    @property
    def named_share(self) -> Fraction | None:
        """Of the company's contribution; None when that is not positive."""
        whole = self.company.contribution
        return Fraction(self.named, whole) if whole > 0 else None

    def graded(self, grade: str) -> list[Ranked]:
        """The partners of a class, A to D."""
        return [row for row in self.rows if row.place.grade == grade]


def ranking(actor: Actor, kind: str, span: Span, *, booked_in: str = "") -> Ranking:
    """Of the partners of a kind (PartnerKind): three queries for whole months, however many partners.

    Equal contributions stand in the order of their names.
    """
    found = sums(actor, EntryRole.of(kind), span, currency=booked_in)
    fields = ("public_id", "code", "name", "kind", "status")
    people = [
        one for one in Partner.objects.for_actor(actor).filter(kind=kind).only(*fields) if one.pk in found
    ]
    figures = {one.pk: groups(found[one.pk]) for one in people}
    kinds = company(actor, span, currency=booked_in)
    whole = groups(kinds)
    by_key = {one.pk: one for one in people}
    places = ranked({pk: one.contribution for pk, one in figures.items()}, whole.contribution)
    rows = tuple(Ranked(by_key[place.key], figures[place.key], place) for place in places)
    return Ranking(kind, span, booked_in, rows, kinds, whole, _rest(whole, rows))


def _rest(whole: Figures, rows: tuple[Ranked, ...]) -> Figures:
    """What names no partner of the kind: the company less all rows."""
    names = ("net_revenue", *COSTS, "contribution")
    return Figures(
        **{name: getattr(whole, name) - sum(getattr(row.figures, name) for row in rows) for name in names}
    )
