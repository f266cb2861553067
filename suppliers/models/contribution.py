"""Which partner an entry concerns where its file does not say, and the sums by month that pages read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import CostRateKind, EntryKind, EntryRole, SplitMethod
from suppliers.models.ledger import LedgerEntry, ProfitQuerySet
from suppliers.models.partner import Partner


class AttributionRule(PublicId, Versioned, Timestamped):
    """Names partners in entries that name none in `role`; the first active one that fits does, by `place`.

    Each list is empty (anything fits) or holds texts of which one must fit; a `*` at a text's end stands for
    any ending. Days are inside. By `method` the entry is split by the rule's shares, or as the other entries
    of the same order (`reference`) name partners, by their net value.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    place = models.PositiveIntegerField(_("place"))
    role = models.CharField(_("names a"), max_length=12, choices=EntryRole.choices)
    method = models.CharField(
        _("split"), max_length=8, choices=SplitMethod.choices, default=SplitMethod.SHARES
    )
    kinds = models.JSONField(_("kinds of entries"), default=list, blank=True)
    item_codes = models.JSONField(_("items"), default=list, blank=True)
    categories = models.JSONField(_("categories"), default=list, blank=True)
    customers = models.JSONField(_("customers"), default=list, blank=True)
    references = models.JSONField(_("orders"), default=list, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("attribution rule")
        verbose_name_plural = _("attribution rules")

    def __str__(self) -> str:
        return self.name


class AttributionShare(models.Model):
    """A partner's share, 0 to 1; those of a rule are 1 together."""

    rule = models.ForeignKey(AttributionRule, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(_("share"), max_digits=9, decimal_places=8)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "partner"], name="one_share_each"),
            models.CheckConstraint(
                name="share_of_one", condition=models.Q(share__gt=0) & models.Q(share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.share}"


class AttributionRun(PublicId):
    """All entries were held against the rules. `counts`: how many entries by what became of them."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("attribution run")
        verbose_name_plural = _("attribution runs")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Attribution(PublicId):
    """A rule named a partner in an entry: a part of its amount. This is also the log of it.

    Parts of an entry in a role are numbered by `place` and are together no more than the entry. Day, month,
    kind and currency are those of the entry.
    """

    entry = models.ForeignKey(LedgerEntry, on_delete=models.CASCADE, related_name="attributions")
    role = models.CharField(max_length=12, choices=EntryRole.choices)
    place = models.PositiveSmallIntegerField(default=1)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=100, blank=True)
    date = models.DateField()
    month = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    company_minor = models.BigIntegerField()
    rule = models.ForeignKey(AttributionRule, on_delete=models.PROTECT, related_name="named")
    rule_version = models.PositiveIntegerField()
    run = models.ForeignKey(AttributionRun, on_delete=models.SET_NULL, null=True, related_name="named")
    at = models.DateTimeField()

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["entry_id", "role", "place"]
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.UniqueConstraint(fields=["entry", "role", "place"], name="one_part_a_place"),
        ]
        indexes = [models.Index(fields=["role", "date"], name="attribution_by_day")]

    def __str__(self) -> str:
        return f"{self.entry} {self.role} {self.place}"


class LedgerMonth(models.Model):
    """Sums of a month, kind and currency: of all entries (role empty, partner 0), or of a partner's.

    Triggers keep it in step with entries and attributions (`ROLLED`); nobody else writes it.
    """

    role = models.CharField(max_length=12, blank=True, choices=EntryRole.choices)
    partner_key = models.BigIntegerField()
    month = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    company_minor = models.BigIntegerField()
    entries = models.BigIntegerField()

    objects = ProfitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "month", "partner_key", "kind", "currency"], name="one_sum_a_month"
            ),
            # Beyond this SQLite would go on with fractions.
            models.CheckConstraint(
                name="sums_are_whole",
                condition=models.Q(company_minor__range=(-(9 * 10**18), 9 * 10**18))
                & models.Q(amount_minor__range=(-(9 * 10**18), 9 * 10**18)),
            ),
        ]
        indexes = [models.Index(fields=["role", "partner_key", "month"], name="sum_by_partner")]

    def __str__(self) -> str:
        return f"{self.role} {self.partner_key} {self.month} {self.kind}"


class CostRate(PublicId, Versioned, Timestamped):
    """What one unit of trouble costs from a day on: of one partner, or of all. For estimates alone.

    `rate` in the company's currency, scaled by 10^6.
    """

    kind = models.CharField(_("for"), max_length=16, choices=CostRateKind.choices)
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="cost_rates"
    )
    valid_from = models.DateField(_("from"))
    rate = models.BigIntegerField(_("rate"))

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "partner_id", "-valid_from"]
        verbose_name = _("cost rate")
        verbose_name_plural = _("cost rates")
        constraints = [
            models.UniqueConstraint(fields=["kind", "partner", "valid_from"], name="one_cost_rate_a_day"),
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=models.Q(partner__isnull=True),
                name="one_common_cost_rate_a_day",
            ),
            models.CheckConstraint(name="cost_rate_not_negative", condition=models.Q(rate__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}: {self.rate}"
