"""Judges order lines again after one of their facts changed: ten changed lines cost ten lines.

What is stored does not depend on any day: as-of dates are arguments of the sums (docs/numbers.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.actors import Actor
from suppliers.engine.judging import Outcome, Rule, Slice, hand_out, judge
from suppliers.engine.lines import LineFacts, Part, PromiseFact, ReceiptFact
from suppliers.engine.plans import Plan, plans
from suppliers.models import (
    DeliveryOutcome,
    DeliverySlice,
    JudgingRule,
    OrderLine,
    Promise,
    PromisePart,
    Receipt,
)

DEFAULT_RULE = Rule()
_LINES_AT_ONCE = 500
_ROWS_AT_ONCE = 500


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
    return judged


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


def _judge_batch(ids: list[int], rules: list[Rule]) -> None:
    DeliverySlice.objects.filter(line_id__in=ids).delete()
    DeliveryOutcome.objects.filter(line_id__in=ids).delete()
    slices: list[DeliverySlice] = []
    outcomes: list[DeliveryOutcome] = []
    for line_id, partner_id, facts in _facts(ids):
        for plan in plans(facts):
            pieces = hand_out(plan, facts.receipts)
            shared = {
                "line_id": line_id,
                "partner_id": partner_id,
                "basis": plan.basis.value,
                "since": plan.since,
                "until": plan.until,
            }
            slices += [_slice_row(piece, shared) for piece in pieces]
            outcomes += [
                _outcome_row(judge(plan, pieces, rule), plan, rule, facts.ordered_on, shared)
                for rule in rules
            ]
    DeliverySlice.objects.bulk_create(slices, batch_size=_ROWS_AT_ONCE)
    DeliveryOutcome.objects.bulk_create(outcomes, batch_size=_ROWS_AT_ONCE)


def _slice_row(piece: Slice, shared: dict[str, Any]) -> DeliverySlice:
    return DeliverySlice(
        part=piece.part,
        due_on=piece.due_on,
        received_on=piece.received_on,
        offset_days=piece.offset_days,
        quantity=piece.quantity,
        received=piece.received,
        accepted=piece.accepted,
        **shared,
    )


def _outcome_row(
    outcome: Outcome, plan: Plan, rule: Rule, ordered_on: date | None, shared: dict[str, Any]
) -> DeliveryOutcome:
    completed = outcome.completed_on
    return DeliveryOutcome(
        rule=rule.key,
        due_on=outcome.due_on,
        due_day=outcome.due_on.toordinal(),
        counts_from=outcome.counts_from,
        quantity=outcome.quantity,
        quantity_in_window=outcome.quantity_in_window,
        accepted_in_window=outcome.accepted_in_window,
        parts=outcome.parts,
        parts_passed=outcome.parts_passed,
        passed=outcome.passed,
        fails=plan.fails,
        completed_on=completed,
        days_late=outcome.days_late,
        lead_days=(completed - ordered_on).days if completed and ordered_on else None,
        **shared,
    )


def _facts(ids: list[int]) -> Iterator[tuple[int, int, LineFacts]]:
    """(line, partner, its facts) of these lines, from four queries."""
    promises = _promises(ids)
    receipts: defaultdict[int, list[ReceiptFact]] = defaultdict(list)
    for line_id, received_on, accepted, rejected in Receipt.objects.filter(line_id__in=ids).values_list(
        "line_id", "received_on", "accepted_quantity", "rejected_quantity"
    ):
        receipts[line_id].append(ReceiptFact(received_on, accepted, rejected))
    lines = OrderLine.objects.filter(pk__in=ids).values_list(
        "pk", "partner_id", "quantity", "requested_on", "status", "order__ordered_on"
    )
    for line_id, partner_id, quantity, requested_on, status, ordered_on in lines:
        facts = LineFacts(
            quantity,
            requested_on,
            status,
            ordered_on,
            tuple(promises[line_id]),
            tuple(receipts[line_id]),
        )
        yield line_id, partner_id, facts


def _promises(ids: list[int]) -> defaultdict[int, list[PromiseFact]]:
    parts: defaultdict[int, list[Part]] = defaultdict(list)
    for promise_id, number, quantity, promised_on in PromisePart.objects.filter(
        promise__line_id__in=ids
    ).values_list("promise_id", "number", "quantity", "promised_on"):
        parts[promise_id].append(Part(promised_on, number, quantity))
    promises: defaultdict[int, list[PromiseFact]] = defaultdict(list)
    for promise_id, line_id, event, made_at in (
        Promise.objects.filter(line_id__in=ids)
        .order_by("made_at", "pk")
        .values_list("pk", "line_id", "event", "made_at")
    ):
        fact = PromiseFact(event, made_at, _local_day(made_at), tuple(parts[promise_id]))
        promises[line_id].append(fact)
    return promises


def _local_day(moment: datetime) -> date:
    """The day it was in the company's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
