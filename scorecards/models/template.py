"""What a card is made of: templates and their versions. Old periods keep the version they began with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId, Timestamped
from scorecards.enums import BandAction
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, PartnerKind


class ScorecardTemplate(PublicId, Timestamped):
    """A named set of KPIs for partners of one kind (all kinds when empty)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, blank=True, choices=PartnerKind.choices)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("scorecard template")
        verbose_name_plural = _("scorecard templates")

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One version of a template; under `min_n` lines a KPI is shown and not graded."""

    template = models.ForeignKey(ScorecardTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    grace_days = models.PositiveSmallIntegerField(default=3)
    min_n = models.PositiveSmallIntegerField(default=5)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_version_number_each")]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"


class TemplateLine(models.Model):
    """One KPI of a version: its weight, its rule, and its target (100 points) and floor (0 points).

    With `steps`, pairs of a bound and the points from there on, the points go by steps instead.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kpi = models.CharField(max_length=40)
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.FIRST_CONFIRMED)
    early_days = models.PositiveSmallIntegerField(null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    tolerance = models.DecimalField(
        max_digits=5, decimal_places=2, default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    weight = models.DecimalField(max_digits=6, decimal_places=3)
    target = models.DecimalField(max_digits=15, decimal_places=6, null=True, blank=True)
    floor = models.DecimalField(max_digits=15, decimal_places=6, null=True, blank=True)
    steps = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "kpi"], name="one_line_a_kpi")]

    def __str__(self) -> str:
        return self.kpi

    @property
    def rule(self) -> Rule:
        return Rule(self.early_days, self.late_days, self.tolerance)


class Band(models.Model):
    """A standing, from `lower` (inclusive, on the unrounded score) to before `upper`; the top includes 100.

    `action` is what it proposes; a person decides.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField(_("name"), max_length=60)
    lower = models.DecimalField(max_digits=6, decimal_places=3)
    upper = models.DecimalField(max_digits=6, decimal_places=3)
    action = models.CharField(_("proposes"), max_length=10, choices=BandAction.choices, blank=True)

    class Meta:
        ordering = ["lower"]
        constraints = [models.UniqueConstraint(fields=["version", "lower"], name="one_band_a_bound")]

    def __str__(self) -> str:
        return self.name
