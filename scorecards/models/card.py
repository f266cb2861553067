"""Published cards: immutable, with the rows behind every figure."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId
from scorecards.enums import ResponseKind
from scorecards.models.template import TemplateVersion
from suppliers.models import Partner
from suppliers.models.partner import OfPartnerQuerySet


class Scorecard(PublicId):
    """One partner, one period, one revision. Never changed after publishing: late facts make revision n+1."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="scorecards")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="scorecards")
    period = models.CharField(_("period"), max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    as_of = models.DateField()
    score = models.DecimalField(max_digits=40, decimal_places=20, null=True)
    coverage = models.DecimalField(max_digits=40, decimal_places=20)
    band = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-revision", "pk"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "version", "period", "revision"], name="one_card_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.period}, revision {self.revision}"


class KpiResult(models.Model):
    """One figure of a card: exact value, numerator and denominator as decimal strings' numbers, n and excused."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField()
    kpi = models.CharField(max_length=40)
    basis = models.CharField(max_length=16, blank=True)
    value = models.DecimalField(max_digits=40, decimal_places=20, null=True)
    numerator = models.DecimalField(max_digits=40, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=40, decimal_places=6, null=True)
    n = models.PositiveIntegerField()
    excused = models.PositiveIntegerField(default=0)
    points = models.DecimalField(max_digits=40, decimal_places=20, null=True)
    graded = models.BooleanField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["card", "kpi"], name="one_result_a_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.value}"


class Evidence(models.Model):
    """The exact rows behind one figure: compressed JSON, with a digest and the versions that made it."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="evidence")
    kpi = models.CharField(max_length=40)
    rows = models.BinaryField()
    digest = models.CharField(max_length=64)
    schema_version = models.PositiveSmallIntegerField()
    engine_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "kpi"], name="one_evidence_a_kpi")]

    def __str__(self) -> str:
        return self.kpi


class Response(PublicId):
    """What was said about a card: the partner's acknowledgement or answer, our reply."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="responses")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=12, choices=ResponseKind.choices)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses")
    at = models.DateTimeField()

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=models.Q(kind=ResponseKind.ACKNOWLEDGED),
                name="one_acknowledgement_a_card",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.kind}"
