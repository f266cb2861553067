"""What each partner adds to our profit and costs it, and what that is measured by."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import PublicId, Timestamped
from suppliers.enums import AgreementBase, EntryKind, TierMethod
from suppliers.models.partner import OfPartnerQuerySet, Partner

# Who may see what partners contribute: never a partner, nor a buyer.
PROFIT_READERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER, StaffRole.EXECUTIVE)
# What partners contribute, and what that is measured by: not every keeper of orders brings these in.
PROFIT_DATASETS = ("ledger", "targets", "commission_agreements", "rates", "customer_counts")


class ProfitQuerySet(models.QuerySet[Any]):
    """Rows that only those see who answer for the profit."""

    def for_actor(self, actor: Actor) -> "ProfitQuerySet":
        return self.all() if actor.is_staff and actor.has_role(*PROFIT_READERS) else self.none()


class SellingQuerySet(OfPartnerQuerySet):
    """What a partner shall sell and earns: its own people see it, and staff who answer for the profit."""

    def for_actor(self, actor: Actor) -> Self:
        rows = super().for_actor(actor)
        return rows.none() if actor.is_staff and not actor.has_role(*PROFIT_READERS) else rows


class ExchangeRate(PublicId, Timestamped):
    """`rate` units of `currency` for one unit of the company's, from `date` until the next rate."""

    date = models.DateField(_("date"))
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=9)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "currency"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="one_rate_a_day"),
            models.CheckConstraint(name="rate_positive", condition=models.Q(rate__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.date}: {self.rate}"


class LedgerEntry(PublicId, Timestamped):
    """One entry, signed as the profit sees it: costs are negative. It names one partner of each kind at most.

    `amount_minor` in minor units of `currency`, `company_minor` in those of the company's, by the last rate
    on or before `date`. `month` is the year and month of the date as a number (202609). `quantity` is scaled
    by 10^6.
    """

    entry_id = models.CharField(_("entry"), max_length=100, unique=True)
    date = models.DateField(_("date"))
    month = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    company_minor = models.BigIntegerField(editable=False)
    quantity = models.BigIntegerField(_("quantity"), null=True, blank=True)
    supplier = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    distributor = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agent = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item_code = models.CharField(_("item"), max_length=100, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    # A correction is a new entry: what it takes back or puts right.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", editable=False
    )

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            models.Index(fields=["month", "kind"], name="entry_by_month"),
            models.Index(fields=["currency", "date"], name="entry_by_currency_day"),
            # With all that sums over days need: they read the index alone.
            models.Index(
                fields=[
                    "date",
                    "kind",
                    "supplier",
                    "distributor",
                    "agent",
                    "currency",
                    "company_minor",
                    "amount_minor",
                ],
                name="entry_by_day",
            ),
            models.Index(fields=["reference"], name="entry_by_reference"),
        ]

    def __str__(self) -> str:
        return self.entry_id


class SalesTarget(PublicId, Timestamped):
    """What a selling partner shall sell in a month, in minor units of `currency`."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    currency = models.CharField(_("currency"), max_length=3)
    revenue_minor = models.BigIntegerField(_("revenue target"))

    objects = SellingQuerySet.as_manager()

    class Meta:
        ordering = ["partner_id", "year", "month"]
        verbose_name = _("sales target")
        verbose_name_plural = _("sales targets")
        constraints = [
            models.UniqueConstraint(fields=["partner", "year", "month"], name="one_target_a_month"),
            models.CheckConstraint(name="target_month", condition=models.Q(month__gte=1, month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.year}-{self.month:02}"


class CommissionAgreement(PublicId, Timestamped):
    """One tier of one version of an agreement: from `tier_from` (minor units of the company's currency) on.

    `rate` is a share of the base, 0 to 1. All tiers of a version share day, base and method.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    base = models.CharField(_("base"), max_length=12, choices=AgreementBase.choices)
    method = models.CharField(
        _("method"), max_length=12, choices=TierMethod.choices, default=TierMethod.WHOLE_BASE
    )
    tier_from_minor = models.BigIntegerField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=7, decimal_places=6)

    objects = SellingQuerySet.as_manager()

    class Meta:
        ordering = ["partner_id", "version", "tier_from_minor"]
        verbose_name = _("commission agreement")
        verbose_name_plural = _("commission agreements")
        constraints = [
            models.UniqueConstraint(fields=["partner", "version", "tier_from_minor"], name="one_tier_each")
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.version}"


class CustomerCount(PublicId, Timestamped):
    """How many customers we had and lost in a month (202609)."""

    month = models.PositiveIntegerField(_("month"), unique=True)
    active_at_start = models.PositiveIntegerField(_("active at the start"))
    lost_dissatisfied = models.PositiveIntegerField(_("lost to dissatisfaction"))
    lost_other = models.PositiveIntegerField(_("lost otherwise"), default=0)
    won = models.PositiveIntegerField(_("won"), default=0)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        verbose_name = _("customer count")
        verbose_name_plural = _("customer counts")

    def __str__(self) -> str:
        return str(self.month)
