"""Commission as it was agreed, computed and closed, month by month."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import PublicId
from suppliers.models.ledger import PROFIT_READERS
from suppliers.models.partner import Partner


class StatementQuerySet(models.QuerySet["CommissionStatement"]):
    """Statements stay with a partner that is merged into another, whose people then see them."""

    def for_actor(self, actor: Actor) -> Self:
        if actor.is_staff:
            return self.all() if actor.has_role(*PROFIT_READERS) else self.none()
        return self.of_partners([actor.partner_id]) if actor.partner_id else self.none()

    def of_partners(self, keys: Collection[int]) -> Self:
        """Of these and of their other names."""
        return self.filter(models.Q(partner_id__in=keys) | models.Q(partner__merged_into_id__in=keys))


class CommissionStatement(PublicId):
    """A month that is closed (202609): what later agreements say leaves it alone. Never changed.

    Amounts in minor units of `currency`, the company's. `stretches`: for each version in force in the month
    its terms (version, from, until, base, method, tiers as [from_minor, rate]), its base and its commission.
    `adjustments`: for earlier closed months whose entries have changed since, what is settled here, as
    [month, minor], by the terms that were frozen then. `total_minor` is both together.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="commission_statements")
    month = models.PositiveIntegerField(_("month"))
    currency = models.CharField(_("currency"), max_length=3)
    stretches = models.JSONField(default=list)
    adjustments = models.JSONField(default=list)
    commission_minor = models.BigIntegerField(_("commission"))
    total_minor = models.BigIntegerField(_("total"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.CharField(max_length=200)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "partner_id"]
        verbose_name = _("commission statement")
        verbose_name_plural = _("commission statements")
        constraints = [
            models.UniqueConstraint(fields=["partner", "month"], name="one_statement_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.month}"
