"""What the ledger says of a partner: entries whose file names it, and what rules attributed to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from suppliers.engine.attribution import Entry, Namer, Rule, Texts
from suppliers.enums import EntryRole
from suppliers.models import Attribution, AttributionRule, LedgerEntry

# The condition of a rule -> the attribute of an entry that it looks at.
CONDITIONS = {
    "kinds": "kind",
    "item_codes": "item_code",
    "categories": "category",
    "customers": "customer",
    "references": "reference",
}
# Who refers to more entries than these by one text has no order in mind.
LARGEST_ORDER = 5_000
_ENTRY = (
    "pk", "entry_id", "date", "kind", "amount_minor", "company_minor", "item_code", "category", "customer",
    "reference", "supplier_id", "distributor_id", "agent_id", "currency",
)  # fmt: skip
_OF_ENTRY = ("entry_id", "category", "customer", "reference")


def named(role: str, where: Q | None = None) -> list[QuerySet[Any]]:
    """Rows that name a partner in `role`: the entries that do so themselves, and parts that rules attributed.

    Both have date, month, kind, currency, amount_minor, company_minor and item_code, by which `where` may
    ask, and `partner_key` and `entry_key` (primary keys), `entry_name`, `entry_category`, `entry_customer`,
    `entry_reference`.
    """
    where = Q() if where is None else where
    entries = LedgerEntry.objects.filter(where, **{f"{role}__isnull": False})
    parts = Attribution.objects.filter(where, role=role)
    names = {_label(name): name for name in _OF_ENTRY}
    return [
        entries.order_by().annotate(
            partner_key=F(f"{role}_id"),
            entry_key=F("pk"),
            **{label: F(name) for label, name in names.items()},
        ),
        parts.order_by().annotate(
            partner_key=F("partner_id"),
            entry_key=F("entry_id"),
            **{label: F(f"entry__{name}") for label, name in names.items()},
        ),
    ]


def _label(name: str) -> str:
    return "entry_name" if name == "entry_id" else f"entry_{name}"


def concerning(entries: QuerySet[LedgerEntry], partner: int, role: str = "") -> QuerySet[LedgerEntry]:
    """The entries that concern a partner, by their file or by a rule, in a role or in any."""
    roles = [role] if role else list(EntryRole)
    found = Q()
    for one in roles:
        found |= Q(**{f"{one}_id": partner})
    parts = Attribution.objects.filter(partner_id=partner, role__in=roles).order_by()
    return entries.filter(found | Q(pk__in=parts.values("entry_id")))


def as_rule(row: AttributionRule, shares: Iterable[tuple[int, Any]]) -> Rule:
    """`shares`: (partner's key, share as a Decimal)."""
    return Rule(
        key=row.pk or 0,
        version=row.version,
        role=row.role,
        shares=tuple((partner, Fraction(share)) for partner, share in shares),
        texts={
            attribute: Texts.of(getattr(row, name))
            for name, attribute in CONDITIONS.items()
            if getattr(row, name)
        },
        since=row.valid_from,
        until=row.valid_until,
    )


def rules_in_use() -> list[Rule]:
    """By their place: two queries."""
    rows = AttributionRule.objects.filter(is_active=True).order_by("place", "pk")
    return [
        as_rule(row, [(share.partner_id, share.share) for share in row.shares.all()])
        for row in rows.prefetch_related("shares")
    ]


def as_entries(rows: QuerySet[LedgerEntry]) -> list[Entry]:
    """As rules look at them: one query, and one more where some of them correct others."""
    entries, seconds = [], set[int]()
    for *row, corrects in rows.order_by().values_list(*_ENTRY, "corrects_id"):
        entries.append(Entry(*row))
        if corrects is not None:
            seconds.add(corrects)
    taken = reversals(seconds) if seconds else {}
    return [replace(entry, takes_back=taken[entry.key]) if entry.key in taken else entry for entry in entries]


def reversals(originals: Collection[int]) -> dict[int, int]:
    """What takes these entries back -> the entry: the first that corrects it, as much the other way."""
    rows = LedgerEntry.objects.filter(corrects__in=originals).order_by("corrects_id", "pk")
    found: dict[int, int] = {}
    seen = set[int]()
    for original, pk, was, minor in rows.values_list(
        "corrects_id", "pk", "corrects__amount_minor", "amount_minor"
    ):
        if original not in seen and minor == -was:
            found[pk] = original
        seen.add(original)
    return found


class Orders:
    """The entries of some references: two queries."""

    def __init__(self, references: Collection[str]) -> None:
        self._of: Mapping[str, Sequence[Entry]] = {}
        wanted = sorted(set(references) - {""})
        if wanted:
            self._of = _orders(wanted)

    def __call__(self, reference: str) -> Sequence[Entry]:
        return self._of.get(reference, ())

    @property
    def entries(self) -> Iterable[Entry]:
        return (entry for entries in self._of.values() for entry in entries)


def _orders(references: list[str]) -> Mapping[str, Sequence[Entry]]:
    rows = LedgerEntry.objects.filter(reference__in=references).order_by()
    counts = rows.values_list("reference").annotate(count=Count("pk"))
    small = [reference for reference, count in counts if count <= LARGEST_ORDER]
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in as_entries(LedgerEntry.objects.filter(reference__in=small)):
        found[entry.reference].append(entry)
    return found


def namer_of(rules: Sequence[Rule], references: Collection[str]) -> tuple[Namer, Orders]:
    """For entries of these references; without rules that follow orders none is read."""
    orders = Orders(references if any(not rule.shares for rule in rules) else ())
    return Namer(rules, orders), orders
