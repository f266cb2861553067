"""Judges order lines again after one of their facts changed, and says where they stand: ten lines cost ten.

What is stored does not depend on any day: as-of dates are arguments of the sums (docs/numbers.md).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.db.rows import insert_rows, refresh_statistics
from suppliers.engine.judging import Outcome, Rule, Slice, hand_out, judge
from suppliers.engine.lines import LineFacts, Part, PromiseFact, ReceiptFact
from suppliers.engine.plans import Plan, plans
from suppliers.engine.standing import Standing, standing_of
from suppliers.enums import PromiseEvent
from suppliers.models import (
    DeliveryOutcome,
    DeliverySlice,
    JudgingRule,
    LineStanding,
    Order,
    OrderLine,
    Promise,
    PromisePart,
    Receipt,
)

DEFAULT_RULE = Rule()
_LINES_AT_ONCE = 500
_MANY_LINES = 1_000

Row = tuple[Any, ...]


def judge_lines(*, by: Actor, line_ids: Iterable[int], progress: Callable[[int], None] | None = None) -> int:
    """Hand out and judge these lines by the default rule and every rule in use; returns how many there were.

    Each batch is a transaction of its own, so that nobody waits long for a large import.
    """
    rules = [DEFAULT_RULE, *(kept.rule for kept in JudgingRule.objects.exclude(key=DEFAULT_RULE.key))]
    judged = 0
    for ids in _batches(line_ids):
        with transaction.atomic():
            _judge_batch(ids, rules)
        judged += len(ids)
        if progress is not None:
            progress(judged)
    settle(lines=judged)
    return judged


def stand_lines(*, by: Actor, line_ids: Iterable[int]) -> None:
    """Only says where these lines stand; for lines that were stored before that was kept."""
    for ids in _batches(line_ids):
        with transaction.atomic():
            LineStanding.objects.filter(line_id__in=ids).delete()
            rows = [
                _standing_row(pk, partner_id, standing, words)
                for pk, partner_id, _known, standing, words in _facts(ids)
            ]
            insert_rows(LineStanding, _STANDING, rows)


def stand_the_rest(using: str, **kwargs: Any) -> None:
    """After a migration: lines from before their standing was kept get it."""
    without = OrderLine.objects.using(using).filter(standing__isnull=True).order_by("pk")
    if ids := list(without.values_list("pk", flat=True)):
        stand_lines(by=system_actor(), line_ids=ids)


def settle(*, lines: int) -> None:
    """After so many lines were written: the database learns how large its tables have become."""
    if lines >= _MANY_LINES:
        refresh_statistics(
            Order, OrderLine, Promise, PromisePart, Receipt, LineStanding, DeliverySlice, DeliveryOutcome
        )


def keep_rule(*, by: Actor, rule: Rule) -> JudgingRule:
    """Keep outcomes by this rule from now on: a template uses it. Judges all lines when it is new."""
    if rule.calendar is not None:
        raise ValueError("Only rules in calendar days are kept.")
    kept, _ = JudgingRule.objects.get_or_create(
        key=rule.key,
        defaults={
            "early_days": rule.early_days,
            "late_days": rule.late_days,
            "tolerance": rule.tolerance,
            "is_ready": rule.key == DEFAULT_RULE.key,
        },
    )
    if not kept.is_ready:
        judge_lines(by=by, line_ids=list(OrderLine.objects.order_by("pk").values_list("pk", flat=True)))
        kept.is_ready = True
        kept.save(update_fields=["is_ready"])
    return kept


def _batches(line_ids: Iterable[int]) -> Iterator[list[int]]:
    ids = iter(line_ids)
    while batch := list(islice(ids, _LINES_AT_ONCE)):
        yield batch


_PLAN = ("line_id", "partner_id", "basis", "since", "until")
_STANDING = (
    "line_id",
    "partner_id",
    "is_open",
    "due_on",
    "received",
    "open_quantity",
    "last_event",
    "last_at",
    "words",
)
_SLICE = (*_PLAN, "part", "due_on", "received_on", "offset_days", "quantity", "received", "accepted")
_OUTCOME = (
    *_PLAN,
    "rule",
    "due_on",
    "due_day",
    "counts_from",
    "quantity",
    "quantity_in_window",
    "accepted_in_window",
    "parts",
    "parts_passed",
    "passed",
    "fails",
    "completed_on",
    "days_late",
    "lead_days",
)


def _judge_batch(ids: list[int], rules: list[Rule]) -> None:
    _hold(ids)
    DeliverySlice.objects.filter(line_id__in=ids).delete()
    DeliveryOutcome.objects.filter(line_id__in=ids).delete()
    LineStanding.objects.filter(line_id__in=ids).delete()
    slices: list[Row] = []
    outcomes: list[Row] = []
    standings: list[Row] = []
    for line_id, partner_id, facts, standing, words in _facts(ids):
        standings.append(_standing_row(line_id, partner_id, standing, words))
        for plan in plans(facts):
            pieces = hand_out(plan, facts.receipts)
            shared = (line_id, partner_id, plan.basis.value, plan.since, plan.until)
            slices += [_slice_row(shared, piece) for piece in pieces]
            outcomes += [
                _outcome_row(shared, plan, rule, judge(plan, pieces, rule), facts.ordered_on)
                for rule in rules
            ]
    insert_rows(LineStanding, _STANDING, standings)
    insert_rows(DeliverySlice, _SLICE, slices)
    insert_rows(DeliveryOutcome, _OUTCOME, outcomes)


def _hold(ids: list[int]) -> None:
    """Of two that judge a line at the same moment the second waits, and reads what the first has written."""
    list(OrderLine.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))


def _standing_row(line_id: int, partner_id: int, standing: Standing, words: int) -> Row:
    return (
        line_id,
        partner_id,
        standing.is_open,
        standing.due_on,
        standing.received,
        standing.open_quantity,
        standing.last_event,
        standing.last_at,
        words,
    )


def _slice_row(shared: Row, piece: Slice) -> Row:
    return (
        *shared,
        piece.part,
        piece.due_on,
        piece.received_on,
        piece.offset_days,
        piece.quantity,
        piece.received,
        piece.accepted,
    )


def _outcome_row(shared: Row, plan: Plan, rule: Rule, outcome: Outcome, ordered_on: date | None) -> Row:
    completed = outcome.completed_on
    return (
        *shared,
        rule.key,
        outcome.due_on,
        outcome.due_on.toordinal(),
        outcome.counts_from,
        outcome.quantity,
        outcome.quantity_in_window,
        outcome.accepted_in_window,
        outcome.parts,
        outcome.parts_passed,
        outcome.passed,
        plan.fails,
        completed,
        outcome.days_late,
        (completed - ordered_on).days if completed and ordered_on else None,
    )


def _facts(ids: list[int]) -> Iterator[tuple[int, int, LineFacts, Standing, int]]:
    """(line, partner, its facts, where it stands, how much was said) of these lines, from four queries."""
    promises, words = _promises(ids)
    receipts: defaultdict[int, list[ReceiptFact]] = defaultdict(list)
    for line_id, received_on, accepted, rejected in Receipt.objects.filter(line_id__in=ids).values_list(
        "line_id", "received_on", "accepted_quantity", "rejected_quantity"
    ):
        receipts[line_id].append(ReceiptFact(received_on, accepted, rejected))
    lines = OrderLine.objects.filter(pk__in=ids).values_list(
        "pk",
        "partner_id",
        Coalesce("original_quantity", "quantity"),
        Coalesce("original_requested_on", "requested_on"),
        "status",
        "order__ordered_on",
        "quantity",
        "requested_on",
    )
    for line_id, partner_id, quantity, requested_on, status, ordered_on, quantity_now, day_now in lines:
        facts = LineFacts(
            quantity,
            requested_on,
            status,
            ordered_on,
            tuple(promises[line_id]),
            tuple(receipts[line_id]),
        )
        standing = standing_of(facts, quantity=quantity_now, requested_on=day_now)
        yield line_id, partner_id, facts, standing, words[line_id]


def _promises(ids: list[int]) -> tuple[defaultdict[int, list[PromiseFact]], Counter[int]]:
    """What was said of each line and is in force, and how much was said of it at all."""
    said = list(
        Promise.objects.filter(line_id__in=ids)
        .order_by("made_at", "pk")
        .values_list("pk", "line_id", "event", "made_at", "voids_id")
    )
    taken_back = {voids_id for *_, voids_id in said}
    made = [one for one in said if one[0] not in taken_back and one[2] != PromiseEvent.VOID]
    # Parts by the ids of their promises, without a join: after a large import PostgreSQL has no statistics.
    parts: defaultdict[int, list[Part]] = defaultdict(list)
    for promise_id, number, quantity, promised_on in PromisePart.objects.filter(
        promise_id__in=[promise_id for promise_id, *_ in made]
    ).values_list("promise_id", "number", "quantity", "promised_on"):
        parts[promise_id].append(Part(promised_on, number, quantity))
    promises: defaultdict[int, list[PromiseFact]] = defaultdict(list)
    for promise_id, line_id, event, made_at, _voids in made:
        fact = PromiseFact(event, made_at, _local_day(made_at), tuple(parts[promise_id]))
        promises[line_id].append(fact)
    return promises, Counter(line_id for _pk, line_id, *_ in said)


def _local_day(moment: datetime) -> date:
    """The day it was in the company's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
