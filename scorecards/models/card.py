"""Published cards: immutable, with the rows behind every figure."""

from typing import Any, NoReturn, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import PublicId
from scorecards.enums import RevisionCause
from scorecards.models.fields import ExactDecimalField
from scorecards.models.template import ScorecardTemplate, TemplateLine, TemplateVersion
from suppliers.models import Partner
from suppliers.models.partner import OfPartnerQuerySet


class Frozen(Exception):
    """Somebody tried to change what was published."""


class WithAliasesQuerySet(OfPartnerQuerySet):
    """Rows that stay with a partner when it is merged into another, whose people then see them."""

    def for_actor(self, actor: Actor) -> Self:
        if actor.is_staff:
            return self.all()
        pk = actor.partner_id
        return self.filter(models.Q(partner=pk) | models.Q(partner__merged_into=pk)) if pk else self.none()


class FrozenQuerySet(WithAliasesQuerySet):
    """Rows that are written once."""

    def update(self, **changes: Any) -> NoReturn:
        raise Frozen(f"{self.model._meta.verbose_name} rows are published: they cannot be changed.")

    def latest_revisions(self) -> Self:
        """Of each partner, template and period the newest card."""
        return self.filter(is_latest=True)


class FrozenModel(models.Model):
    """Written once: late facts make a new revision, never a change."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"{self} is published: it cannot be changed.")
        super().save(*args, **kwargs)


class Scorecard(PublicId, FrozenModel):
    """One partner, one template, one period, one revision. Shares of weight and the scores are of 100.

    Only `is_latest` ever changes: it moves to the newer revision. `our_score` is the company's half, as the
    partner's customer. `gates` lists the must-have documents that were not valid, as [type, why, cap]; they
    may have held `band` below `uncapped_band`. `cause` and `cause_about` (a public id) say why a revision
    came to be.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="scorecards")
    template = models.ForeignKey(ScorecardTemplate, on_delete=models.PROTECT, related_name="scorecards")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="scorecards")
    period = models.CharField(_("period"), max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    as_of = models.DateField()
    score = models.DecimalField(max_digits=15, decimal_places=12, null=True)
    coverage = models.DecimalField(max_digits=15, decimal_places=12)
    band = models.CharField(max_length=60, blank=True)
    uncapped_band = models.CharField(max_length=60, blank=True)
    gates = models.JSONField(default=list)
    our_score = models.DecimalField(max_digits=15, decimal_places=12, null=True)
    our_coverage = models.DecimalField(max_digits=15, decimal_places=12, default=0)
    cause = models.CharField(max_length=12, choices=RevisionCause.choices, blank=True)
    cause_about = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64)
    engine_version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-revision", "pk"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "template", "period", "revision"], name="one_card_a_revision"
            ),
            models.UniqueConstraint(
                fields=["partner", "template", "period"],
                condition=models.Q(is_latest=True),
                name="one_latest_card",
            ),
        ]
        indexes = [models.Index(fields=["template", "period"], name="card_by_period")]

    def __str__(self) -> str:
        return f"{self.partner}, {self.period}, revision {self.revision}"


class Evidence(FrozenModel):
    """The exact rows behind figures of a card: compressed JSON, its digest, the versions that made it.

    Several KPIs that count the same rows share them: `source` says which rows they are.
    """

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="evidence")
    source = models.CharField(max_length=80)
    rows = models.BinaryField()
    row_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    schema_version = models.PositiveSmallIntegerField()
    engine_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "source"], name="one_evidence_a_source")]

    def __str__(self) -> str:
        return self.source


class KpiResult(FrozenModel):
    """One figure of a card, exact. `points` of 100; `low` and `high` bound a share with 95 % confidence.

    Not graded: shown, but left out of the score, for want of data. A formula has no rows of its own:
    `inputs` lists the figures it was made of, each with the evidence that holds its rows.
    """

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="results")
    line = models.ForeignKey(TemplateLine, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, related_name="results")
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.PARTNER)
    position = models.PositiveSmallIntegerField()
    kpi = models.CharField(max_length=40)
    basis = models.CharField(max_length=16, blank=True)
    value = ExactDecimalField(null=True)
    numerator = ExactDecimalField(null=True)
    denominator = ExactDecimalField(null=True)
    n = models.PositiveIntegerField()
    excused = models.PositiveIntegerField(default=0)
    low = ExactDecimalField(null=True)
    high = ExactDecimalField(null=True)
    points = ExactDecimalField(null=True)
    graded = models.BooleanField()
    inputs = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["card", "kpi"], name="one_result_a_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.value}"
