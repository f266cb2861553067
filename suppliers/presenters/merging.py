"""Two partners that may be one, as the pages show it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import number
from suppliers.actions.merging import MergePlan
from suppliers.models import Partner, PartnerMerge

SHOWN_CANDIDATES = 20


@dataclass(frozen=True)
class Candidate:
    """A partner that could be the survivor; `same` says what it shares with the other."""

    name: str
    code: str
    place: str
    same: str
    url: str


@dataclass(frozen=True)
class Alias:
    """What the page of a merged partner says: who stands for it now, since when, why."""

    survivor: Partner
    url: str
    merge: PartnerMerge | None
    undo_url: str

    @property
    def reason(self) -> str:
        return str(self.merge.moved.get("reason", "")) if self.merge else ""


def candidates(partners: QuerySet[Partner], alias: Partner, words: str) -> list[Candidate]:
    """Partners of the same kind in which every word is found; without words, those with a like name."""
    found = partners.filter(kind=alias.kind, merged_into=None).exclude(pk=alias.pk)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(tax_id__icontains=word))
    if not words:
        like = Q(name__icontains=alias.name.split()[0])
        found = found.filter(like | Q(tax_id=alias.tax_id) if alias.tax_id else like)
    return [_candidate(partner, alias) for partner in found.order_by("name", "pk")[:SHOWN_CANDIDATES]]


def _candidate(partner: Partner, alias: Partner) -> Candidate:
    same_tax = bool(alias.tax_id) and partner.tax_id == alias.tax_id
    return Candidate(
        name=partner.name,
        code=partner.code,
        place=partner.city,
        same=_("Same tax number") if same_tax else "",
        url=f"?into={partner.public_id}",
    )


def moving_words(plan: MergePlan) -> list[tuple[str, str]]:
    """(what, how many) of all that would move."""
    return [(one.words[:1].upper() + one.words[1:], number(one.count)) for one in plan.moving]


def total_words(plan: MergePlan) -> str:
    total = sum(one.count for one in plan.moving)
    words = ngettext("%(rows)s row moves", "%(rows)s rows move", total)
    return words % {"rows": number(total)} if total else _("Nothing hangs on it yet")


def alias_of(partner: Partner, *, may_undo: bool) -> Alias | None:
    """None for a partner that stands for itself."""
    if partner.merged_into is None:
        return None
    merge = partner.merges.filter(undone_at=None).first()
    url = reverse("suppliers:partner_part", args=[partner.public_id]) if merge and may_undo else ""
    home = reverse("suppliers:partner", args=[partner.merged_into.public_id])
    return Alias(partner.merged_into, home, merge, url)
