"""The pack for a quarterly review: frozen as of its day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId
from scorecards.models.card import FrozenModel, FrozenQuerySet
from suppliers.models import Partner


class ReviewPack(PublicId, FrozenModel):
    """What both sides look at together. `document` holds every word and figure: nothing is read again."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="review_packs")
    period = models.CharField(_("period"), max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    schema_version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("review pack")
        verbose_name_plural = _("review packs")

    def __str__(self) -> str:
        return f"{self.partner}, {self.period}"
