"""What a card is made of: templates and their versions. Old periods keep the version they began with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.models import PublicId, Timestamped, Versioned
from scorecards.enums import BandAction
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount, PartnerKind
from suppliers.models.imports import StaffOnlyQuerySet


class ScorecardTemplate(PublicId, Timestamped):
    """A named set of KPIs for partners of one kind and one segment (of all when empty).

    A retired one is used for no new period; its cards stay.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, blank=True, choices=PartnerKind.choices)
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    description = models.TextField(_("description"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = StaffOnlyQuerySet.as_manager()

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
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_version_number_each")]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"


class TemplateLine(models.Model):
    """One KPI of a version: its weight, its rule, and its target (100 points) and floor (0 points).

    With `steps`, pairs of a bound and the points from there on, the points go by steps instead. The lines of
    either `side` weigh 100 together: the partner's are its score, the company's are ours as its customer.
    With a `formula` (of a custom KPI, as it was when this version was made) the value follows from others;
    `name`, `unit` and `higher_is_better` are then the custom KPI's. `min_n` None: that of the version.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.PARTNER)
    position = models.PositiveSmallIntegerField()
    kpi = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True)
    formula = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    higher_is_better = models.BooleanField(default=True)
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.FIRST_CONFIRMED)
    early_days = models.PositiveSmallIntegerField(null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    tolerance = models.DecimalField(
        max_digits=5, decimal_places=2, default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    days = models.CharField(max_length=10, choices=DayCount.choices, default=DayCount.CALENDAR)
    min_n = models.PositiveSmallIntegerField(null=True, blank=True)
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


class Gate(models.Model):
    """A document that a partner must have, valid on the as-of day; without it the band is `cap` at best."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="gates")
    document_type = models.CharField(_("document"), max_length=100)
    cap = models.CharField(_("band at best"), max_length=60)

    class Meta:
        ordering = ["document_type"]
        constraints = [
            models.UniqueConstraint(fields=["version", "document_type"], name="one_gate_a_document")
        ]

    def __str__(self) -> str:
        return f"{self.document_type}: {self.cap}"


class CustomKpi(PublicId, Versioned, Timestamped):
    """A KPI of the company's own: a formula over the catalogue. A template that uses it keeps a copy."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    unit = models.CharField(_("unit"), max_length=12)
    higher_is_better = models.BooleanField(_("higher is better"), default=True)
    formula = models.CharField(_("formula"), max_length=500)
    description = models.TextField(_("what it says"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("custom KPI")
        verbose_name_plural = _("custom KPIs")

    def __str__(self) -> str:
        return self.name
