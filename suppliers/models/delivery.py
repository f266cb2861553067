"""What became of each line: the hand-out of its receipts, and its judgement by rule (docs/numbers.md)."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models

from suppliers.engine.judging import Rule
from suppliers.enums import Basis
from suppliers.models.order import OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class JudgingRule(models.Model):
    """A rule in use by a template: its outcomes are kept. Until `is_ready` they are not complete."""

    key = models.CharField(max_length=40, unique=True)
    early_days = models.PositiveSmallIntegerField(null=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    tolerance = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    is_ready = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key

    @property
    def rule(self) -> Rule:
        return Rule(self.early_days, self.late_days, self.tolerance)


class PlanQuerySet(OfPartnerQuerySet):
    """Rows that hold for as-of days from `since` to before `until`."""

    def known_on(self, as_of: date) -> Self:
        """The state that was known at the end of `as_of`."""
        return self.filter(since__lte=as_of, until__gt=as_of)


class OfPlan(models.Model):
    """A row about one line on one basis, in one of its states.

    The state holds for as-of days from `since` to before `until` (the first and the last day of the calendar
    when it always did or still does): so the as-of date is an argument of every sum.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    basis = models.CharField(max_length=16, choices=Basis.choices)
    since = models.DateField()
    until = models.DateField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        abstract = True


class DeliverySlice(OfPlan):
    """A piece of the hand-out, independent of any rule. Quantities are scaled by 10^6.

    Without `received_on` it is the part itself, `quantity` what was due; with it, `received` and `accepted`
    say how much reached the part on that day, `offset_days` after its due day.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="slices")
    part = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    received_on = models.DateField(null=True)
    offset_days = models.IntegerField(null=True)
    quantity = models.BigIntegerField(default=0)
    received = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["basis", "due_on"], name="slice_by_basis_day")]

    def __str__(self) -> str:
        return f"{self.basis} part {self.part} due {self.due_on}"


class DeliveryOutcome(OfPlan):
    """How one line fared on one basis by one named rule. A cache: it can be made again from the slices.

    `due_day` is the ordinal of `due_on`, so that days can be counted in SQL alike on every database;
    `lead_days` run from the order to `completed_on`. `counts_from`: the first as-of day that judges it.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="outcomes")
    rule = models.CharField(max_length=40)
    due_on = models.DateField()
    due_day = models.IntegerField()
    counts_from = models.DateField()
    quantity = models.BigIntegerField()
    quantity_in_window = models.BigIntegerField()
    accepted_in_window = models.BigIntegerField()
    parts = models.PositiveSmallIntegerField()
    parts_passed = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    fails = models.BooleanField(default=False)
    completed_on = models.DateField(null=True)
    days_late = models.IntegerField(null=True)
    lead_days = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["rule", "basis", "due_on"], name="outcome_by_rule_day"),
            models.Index(fields=["rule", "basis", "completed_on"], name="outcome_by_rule_end"),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.due_on}: {self.passed}"
