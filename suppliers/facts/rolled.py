"""Do the sums by month say what entries and attributions say, and do attributions follow their entries?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs

from suppliers.enums import EntryRole
from suppliers.models import Attribution, LedgerEntry, LedgerMonth

# Minor units of the entries' currency, of the company's, and how many.
Sums = tuple[int, int, int]
Key = tuple[str, int, int, str, str]
NOTHING: Sums = (0, 0, 0)


@dataclass(frozen=True)
class Difference:
    """A sum that is not that of its rows; amounts in minor units of the company's currency."""

    role: str
    partner: int
    month: int
    kind: str
    currency: str
    stored: int
    summed: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differences() -> list[Difference]:
    """Where the stored sums are not those of the rows: six queries, however many rows."""
    by = ("role", "partner_key", "month", "kind", "currency")
    rows = LedgerMonth.objects.order_by().values_list(*by, "amount_minor", "company_minor", "entries")
    stored: dict[Key, Sums] = {row[:5]: row[5:] for row in rows}
    summed = _summed()
    return [
        Difference(*key, stored.get(key, NOTHING)[1], summed.get(key, NOTHING)[1])
        for key in sorted(stored.keys() | summed.keys())
        if stored.get(key, NOTHING) != summed.get(key, NOTHING)
    ]


def strays() -> QuerySet[Attribution]:
    """Attributions that do not follow their entry: other facts, a role that the file names, too much."""
    other = ~Q(date=F("entry__date"), month=F("entry__month"), kind=F("entry__kind"))
    other |= ~Q(currency=F("entry__currency"))
    for role in EntryRole:
        other |= Q(**{"role": role, f"entry__{role}__isnull": False})
    more = (
        Attribution.objects.order_by()
        .values("entry_id", "role", "entry__amount_minor", "entry__company_minor")
        .annotate(amount=Sum("amount_minor"), company=Sum("company_minor"))
        .filter(
            Q(company__gt=Abs("entry__company_minor"))
            | Q(company__lt=-Abs("entry__company_minor"))
            | Q(amount__gt=Abs("entry__amount_minor"))
            | Q(amount__lt=-Abs("entry__amount_minor"))
        )
    )
    for row in more:
        other |= Q(entry_id=row["entry_id"], role=row["role"])
    return Attribution.objects.filter(other)


def _summed() -> dict[Key, Sums]:
    found: dict[Key, Sums] = defaultdict(lambda: NOTHING)
    for key, sums in _groups():
        amount, company, entries = found[key]
        found[key] = amount + sums[0], company + sums[1], entries + sums[2]
    return found


def _groups() -> Iterator[tuple[Key, Sums]]:
    for kind, currency, month, *sums in _totals(LedgerEntry.objects.all(), "kind", "currency", "month"):
        yield ("", 0, month, kind, currency), (sums[0], sums[1], sums[2])
    for role in EntryRole:
        rows = LedgerEntry.objects.filter(**{f"{role}__isnull": False})
        for partner, kind, currency, month, *sums in _totals(rows, f"{role}_id", "kind", "currency", "month"):
            yield (str(role), partner, month, kind, currency), (sums[0], sums[1], sums[2])
    parts = Attribution.objects.all()
    for role, partner, kind, currency, month, *sums in _totals(
        parts, "role", "partner_id", "kind", "currency", "month"
    ):
        yield (role, partner, month, kind, currency), (sums[0], sums[1], sums[2])


def _totals(rows: QuerySet[Any], *by: str) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .values_list(*by)
        .annotate(amount_=Sum("amount_minor"), company_=Sum("company_minor"), count_=Count("pk"))
    )
