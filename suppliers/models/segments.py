"""Beside the contribution: a partner's risk, what we are to it, what its reliability would be worth."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import Quadrant
from suppliers.models.ledger import ProfitQuerySet
from suppliers.models.partner import Partner


class Assessment(PublicId):
    """What somebody thought of a partner on a day; the newest one holds.

    `risk` and `attractiveness`: input -> 1 (little) to 5 (much). `override`: the quadrant that holds whatever
    the inputs say, with its reason.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="assessments")
    risk = models.JSONField(default=dict)
    attractiveness = models.JSONField(default=dict)
    override = models.CharField(max_length=12, choices=Quadrant.choices, blank=True)
    override_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                name="override_with_reason",
                condition=models.Q(override="", override_reason="")
                | (~models.Q(override="") & ~models.Q(override_reason="")),
            )
        ]
        indexes = [models.Index(fields=["partner", "at"], name="assessment_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner} {self.at:%Y-%m-%d}"


class SegmentRule(PublicId, Versioned, Timestamped):
    """How we work with the partners of a quadrant: how often we review, and in which way."""

    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant.choices, unique=True)
    review_every_months = models.PositiveSmallIntegerField(_("review every so many months"))
    approach = models.TextField(_("how we work together"), blank=True)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("segment rule")
        verbose_name_plural = _("segment rules")
        constraints = [
            models.CheckConstraint(
                name="review_within_three_years", condition=models.Q(review_every_months__range=(1, 36))
            )
        ]

    def __str__(self) -> str:
        return self.quadrant


class ReliabilitySum(PublicId):
    """What a better lead time would be worth, kept as somebody worked it out: the start of a plan.

    `inputs`: the variables of the formula, before and after. `units` scaled by 10^6; cash and yearly benefit
    in minor units of `currency`.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="reliability_sums")
    item_code = models.CharField(_("item"), max_length=100, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    inputs = models.JSONField()
    units = models.BigIntegerField()
    cash_minor = models.BigIntegerField()
    benefit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ProfitQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reliability sum")
        verbose_name_plural = _("reliability sums")

    def __str__(self) -> str:
        return f"{self.partner} {self.at:%Y-%m-%d}"
