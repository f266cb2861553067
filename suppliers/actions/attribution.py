"""Rules name partners in ledger entries: in those that an import brings, and in all when somebody asks.

Only what differs is written, so a second time changes nothing; what files name is never touched. What takes
an entry back takes back what rules gave of it, whatever the rules say now.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import jobs
from portal.actions import audit
from portal.actors import Actor
from portal.db.rows import insert_rows, refresh_statistics
from portal.models import new_public_id
from suppliers.engine.attribution import Entry, Namer, Naming
from suppliers.enums import EntryRole, SplitMethod
from suppliers.facts.attribution import as_entries, namer_of, reversals, rules_in_use
from suppliers.models import Attribution, AttributionRun, LedgerEntry, LedgerMonth
from suppliers.models.rolled import LEDGER_LOCK
from suppliers.permissions import check_can_keep_contribution

ENTRIES_AT_ONCE = 1_000
_JOB = "suppliers.jobs_attribution.run_rules"
_FACTS = (
    "partner_id", "item_code", "date", "month", "kind", "currency", "amount_minor", "company_minor",
    "rule_id",
)  # fmt: skip
_COLUMNS = ("public_id", "entry_id", "role", "place", *_FACTS, "rule_version", "run_id", "at")
_ROLES = tuple(EntryRole.values)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Of an entry in a role: what each part says, by which version of a rule, and its primary key."""

    facts: list[tuple[Any, ...]]
    version: int
    keys: list[int] = field(default_factory=list)


_NOTHING = _Parts([], 0)


def follow(*, by: Actor, entry_ids: Collection[int], references: Iterable[str] = ()) -> Counter[str]:
    """Holds new or changed entries against the rules in use, and what is split as the lines of their orders.

    `references`: further orders that lines came to or left. A fixed number of statements for each portion;
    the caller's transaction has written the entries. Returns how many entries were named, changed or cleared.
    """
    counts: Counter[str] = Counter()
    left = set(references)
    for ids in _batches(entry_ids):
        entries = as_entries(LedgerEntry.objects.filter(pk__in=ids))
        rules = rules_in_use()
        namer, orders = namer_of(rules, left | {entry.reference for entry in entries})
        left = set()
        known = {entry.key for entry in entries}
        others = [one for one in orders.entries if one.key not in known and namer.may_follow(one)]
        counts += _apply(_with_reversals([*entries, *others]), namer, None)
    return counts


def _with_reversals(entries: list[Entry]) -> list[Entry]:
    """And what takes them back: two queries where there is any, otherwise one."""
    known = {entry.key for entry in entries}
    more = reversals(known).keys() - known
    return [*entries, *as_entries(LedgerEntry.objects.filter(pk__in=more))] if more else entries


def follow_rates(*, by: Actor, where: Q) -> None:
    """Splits again what was attributed of entries whose amount in the company's currency has changed.

    `where` asks for currency and date, of the entries.
    """
    own = Attribution.objects.filter(where).order_by().values_list("entry_id", flat=True)
    moved = LedgerEntry.objects.filter(where).exclude(reference="").order_by()
    as_lines = Attribution.objects.filter(
        rule__method=SplitMethod.LINES, entry__reference__in=moved.values("reference")
    )
    follow(by=by, entry_ids={*own.distinct(), *as_lines.order_by().values_list("entry_id", flat=True)})


@transaction.atomic
def ask_to_run(*, by: Actor, at: datetime | None = None) -> tuple[AttributionRun, Any]:
    """All entries against all rules, in the background; while that goes on nobody starts it again.

    Returns the run and its job. Raises PermissionDenied.
    """
    check_can_keep_contribution(by)
    run = AttributionRun.objects.create(started_at=at or timezone.now(), by_label=by.label[:200])
    job = jobs.enqueue(
        _JOB,
        by=by,
        key="attribution",
        title=_("Holding all entries against the rules"),
        back_url=reverse("suppliers:attribution_rules"),
        run=run.public_id,
    )
    if job.args["run"] != run.public_id:
        run.delete()
        run = AttributionRun.objects.get(public_id=job.args["run"])
    return run, job


def run(*, by: Actor, run: AttributionRun, progress: Progress) -> AttributionRun:
    """Goes through all entries in portions that are each a transaction; after a break it goes on.

    `run.counts`: entries that were newly named, changed, cleared, and named as before.
    """
    check_can_keep_contribution(by)
    total = LedgerEntry.objects.count()
    while run.finished_at is None and (entries := _next(run)):
        with transaction.atomic():
            _run_portion(run, entries)
        progress(run.counts["entries"], total)
    if run.finished_at is None:
        with transaction.atomic():
            run.counts.pop("last", None)
            run.finished_at = timezone.now()
            run.save(update_fields=["counts", "finished_at"])
            audit.record(by=by, verb="attribution.run", obj=run, data=run.counts)
        if total > ENTRIES_AT_ONCE:
            refresh_statistics(LedgerEntry, Attribution, LedgerMonth)
    return run


def _next(run: AttributionRun) -> list[int]:
    rows = LedgerEntry.objects.filter(pk__gt=run.counts.get("last", 0)).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:ENTRIES_AT_ONCE])


def _run_portion(run: AttributionRun, ids: list[int]) -> None:
    _hold_ledger()
    entries = as_entries(LedgerEntry.objects.filter(pk__in=ids))
    rules = rules_in_use()
    may_follow = Namer(rules).may_follow
    namer, _orders = namer_of(rules, {entry.reference for entry in entries if may_follow(entry)})
    counts = _apply(entries, namer, run)
    was = run.counts
    run.counts = {name: was.get(name, 0) + counts[name] for name in ("named", "changed", "cleared", "same")}
    run.counts |= {"entries": was.get("entries", 0) + len(ids), "last": ids[-1]}
    run.save(update_fields=["counts"])


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """In portions; without any it is one empty portion."""
    rest = iter(sorted(ids))
    yield list(islice(rest, ENTRIES_AT_ONCE))
    while batch := list(islice(rest, ENTRIES_AT_ONCE)):
        yield batch


def _hold_ledger() -> None:
    """Until the end of the transaction nobody else books, so what we read stays; SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def _apply(entries: list[Entry], namer: Namer, run: AttributionRun | None) -> Counter[str]:
    """Writes what differs: three statements, and one for 500 new parts each."""
    originals = {entry.takes_back for entry in entries} - {None}
    stored = _stored({entry.key for entry in entries} | originals)
    counts: Counter[str] = Counter()
    gone: list[int] = []
    rows: list[tuple[Any, ...]] = []
    tail = (run.pk if run else None, timezone.now())
    # What takes back comes behind what it takes back.
    for entry in sorted(entries, key=lambda one: one.takes_back is not None):
        fates = set()
        for role in _ROLES:
            was = stored.get((entry.key, role), _NOTHING)
            wanted = _wanted(entry, role, namer, stored)
            fates.add(_fate(was.facts, wanted.facts))
            if was.facts == wanted.facts:
                continue
            stored[entry.key, role] = wanted
            gone += was.keys
            rows += [
                (new_public_id(), entry.key, role, place, *facts, wanted.version, *tail)
                for place, facts in enumerate(wanted.facts, 1)
            ]
        counts[next(fate for fate in ("changed", "named", "cleared", "same", "") if fate in fates)] += 1
    Attribution.objects.filter(pk__in=gone).delete()
    insert_rows(Attribution, _COLUMNS, rows)
    return counts


def _wanted(entry: Entry, role: str, namer: Namer, known: Mapping[tuple[int, str], "_Parts"]) -> "_Parts":
    """`known` holds what stands, or shall stand, of the entry that this one takes back."""
    if entry.takes_back is not None:
        if entry.named(role) is not None:
            return _NOTHING
        given = known.get((entry.takes_back, role), _NOTHING)
        return _Parts([_turned(entry, facts) for facts in given.facts], given.version)
    naming = namer.naming(entry, role)
    return _NOTHING if naming is None else _Parts(list(_facts(entry, naming)), naming.rule.version)


def _fate(was: list[Any], wanted: list[Any]) -> str:
    if was == wanted:
        return "same" if was else ""
    if was and wanted:
        return "changed"
    return "named" if wanted else "cleared"


def _stored(entries: Collection[Any]) -> dict[tuple[int, str], "_Parts"]:
    """What the parts of these entries say, in their order: one query."""
    found: dict[tuple[int, str], _Parts] = {}
    rows = Attribution.objects.filter(entry_id__in=entries).order_by("entry_id", "role", "place")
    for pk, entry, role, version, *facts in rows.values_list(
        "pk", "entry_id", "role", "rule_version", *_FACTS
    ):
        parts = found.setdefault((entry, role), _Parts([], version))
        parts.facts.append(tuple(facts))
        parts.keys.append(pk)
    return found


def _facts(entry: Entry, naming: Naming) -> Iterator[tuple[Any, ...]]:
    month = entry.date.year * 100 + entry.date.month
    for part in naming.parts:
        yield (
            part.partner, part.item_code, entry.date, month, entry.kind, entry.currency, part.amount_minor,
            part.company_minor, naming.rule.key,
        )  # fmt: skip


def _turned(entry: Entry, facts: tuple[Any, ...]) -> tuple[Any, ...]:
    """A part of what the entry takes back, as a part of this one."""
    said = dict(zip(_FACTS, facts, strict=True))
    said |= {"amount_minor": -said["amount_minor"], "company_minor": -said["company_minor"]}
    month = entry.date.year * 100 + entry.date.month
    said |= {"date": entry.date, "month": month, "kind": entry.kind, "currency": entry.currency}
    return tuple(said.values())
