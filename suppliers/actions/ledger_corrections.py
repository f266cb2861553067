"""An entry is never edited: a second one takes it back, and a third says what is right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from suppliers.actions.attribution import follow
from suppliers.actions.rates import derive, hold_rates
from suppliers.engine.rates import LARGEST_MINOR
from suppliers.models import LedgerEntry
from suppliers.permissions import check_can_keep_contribution

# What a correction may say otherwise; the currency stays.
FACTS = (
    "date", "kind", "amount_minor", "quantity", "supplier", "distributor", "agent", "item_code", "category",
    "customer", "reference",
)  # fmt: skip


class CorrectionRefused(Exception):
    """The entry was corrected already, or takes another back itself; or the amount is too large."""


@transaction.atomic
def correct(
    *, by: Actor, entry: LedgerEntry, facts: Mapping[str, Any] | None, reason: str
) -> list[LedgerEntry]:
    """Two new entries: one that takes `entry` back on its own day, one with `facts`, named as in FACTS.

    With `facts` None it is only taken back. Rules name partners in both. Raises CorrectionRefused, or NoRate
    for a day without a rate.
    """
    check_can_keep_contribution(by)
    hold_rates(alone=False)
    original = LedgerEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    check_can_correct(original)
    same = {name: getattr(original, name) for name in (*FACTS, "currency")}
    minus = {
        "amount_minor": -original.amount_minor,
        "quantity": None if original.quantity is None else -original.quantity,
    }
    made = [LedgerEntry(**{**same, **minus}, entry_id=_free(original, "R"), corrects=original)]
    if facts is not None:
        made.append(LedgerEntry(**{**same, **facts}, entry_id=_free(original, "C"), corrects=original))
    derive(made)
    if any(max(abs(row.amount_minor), abs(row.company_minor)) > LARGEST_MINOR for row in made):
        raise CorrectionRefused(_("This is larger than any amount we store."))
    for row in made:
        row.save()
    follow(by=by, entry_ids=[row.pk for row in made])
    data = {"entry": original.entry_id, "made": [row.entry_id for row in made], "reason": reason}
    audit.record(by=by, verb="ledger_entry.corrected", obj=original, data=data)
    return made


@dataclass(frozen=True, slots=True)
class Corrected:
    """What else stands against an entry: `by` its last correction; or what it takes back itself.

    `is_gone`: nothing came instead of it.
    """

    by: str
    is_gone: bool = False
    is_reversal: bool = False


def corrected(entries: Iterable[LedgerEntry]) -> dict[int, Corrected]:
    """Of these entries those that were corrected, or take another back: at most two queries."""
    entries = list(entries)
    rows = LedgerEntry.objects.filter(corrects__in=[row.pk for row in entries]).order_by("pk")
    found: dict[int, Corrected] = {}
    for original, name in rows.values_list("corrects_id", "entry_id"):
        found[original] = Corrected(name, is_gone=original not in found)
    if seconds := {row.corrects_id for row in entries if row.corrects_id is not None}:
        pairs = LedgerEntry.objects.filter(corrects__in=seconds).order_by("corrects_id", "pk")
        first: dict[int, tuple[int, str]] = {}
        for original, pk, name in pairs.values_list("corrects_id", "pk", "corrects__entry_id"):
            first.setdefault(original, (pk, name))
        found |= {pk: Corrected(name, is_reversal=True) for pk, name in first.values()}
    return found


def takes_back(entry: LedgerEntry) -> bool:
    """Is it the first of a correction: the one that takes another back?"""
    if entry.corrects_id is None:
        return False
    first = LedgerEntry.objects.filter(corrects=entry.corrects_id).order_by("pk").first()
    return first is not None and first.pk == entry.pk


def check_can_correct(entry: LedgerEntry) -> None:
    """Raises CorrectionRefused that says what to do instead."""
    last = entry.corrections.order_by("-pk").first()
    if last is not None:
        words = _("This entry was corrected already, by %(entry)s: correct that one.")
        raise CorrectionRefused(words % {"entry": last.entry_id})
    if takes_back(entry):
        raise CorrectionRefused(_("This entry takes another one back. Import a new entry instead."))


def _free(original: LedgerEntry, letter: str) -> str:
    """A name that nobody has: “SO-7-R”, “SO-7-R2” ..."""
    stem = f"{original.entry_id[:90]}-{letter}"
    taken = set(LedgerEntry.objects.filter(entry_id__startswith=stem).values_list("entry_id", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if _numbered(stem, number) not in taken)
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}{number}"
