"""What became of each line: the hand-out of its receipts, and its judgement by rule (KPI.md section 2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId
from suppliers.enums import Basis, Measure
from suppliers.models.order import OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class DeliverySlice(models.Model):
    """A piece of the hand-out, independent of any rule.

    `due` slices are the parts themselves; `received` and `accepted` slices say how much of a part came
    on which day. `offset_days` = received_on - due_on. The slice holds for as-of dates from `since` to before `until`:
    the days between which this version of the promise was the one in force.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="slices")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="slices")
    basis = models.CharField(max_length=16, choices=Basis.choices)
    part = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=8, choices=Measure.choices)
    due_on = models.DateField()
    received_on = models.DateField(null=True)
    quantity = models.BigIntegerField()
    offset_days = models.IntegerField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["basis", "due_on", "partner"], name="slice_by_basis_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.quantity} due {self.due_on}"


class DeliveryOutcome(models.Model):
    """How one line fared on one basis by one named rule. A cache: it can be made again from the slices."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="outcomes")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="outcomes")
    basis = models.CharField(max_length=16, choices=Basis.choices)
    rule = models.CharField(max_length=40)
    due_on = models.DateField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    quantity = models.BigIntegerField()
    quantity_in_window = models.BigIntegerField()
    accepted_in_window = models.BigIntegerField()
    parts = models.PositiveSmallIntegerField()
    parts_passed = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    completed_on = models.DateField(null=True)
    days_late = models.IntegerField(null=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["rule", "basis", "due_on", "partner"], name="outcome_by_rule_day")]

    def __str__(self) -> str:
        return f"{self.basis} {self.due_on}: {self.passed}"


class Exclusion(PublicId):
    """A line that leaves the population, with a reason and an approver; taken back, it returns."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="exclusions")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.CharField(_("reason"), max_length=200)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions_approved"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(undone_at__isnull=True), name="one_open_exclusion_a_line"
            )
        ]

    def __str__(self) -> str:
        return self.reason
