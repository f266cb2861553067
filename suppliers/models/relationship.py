"""Beyond orders: problems that partners and we own together, and thanks."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import RecognitionKind
from suppliers.models.partner import OfPartnerQuerySet, Partner


class Case(PublicId, Versioned, Timestamped):
    """A complaint or problem, from either side. `satisfaction` 0 to 10, asked after closing."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(_("title"), max_length=200)
    area = models.CharField(_("area"), max_length=60, blank=True)
    opened_by_side = models.CharField(max_length=10, choices=Side.choices)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [models.Index(fields=["partner", "opened_at"], name="case_by_partner")]

    def __str__(self) -> str:
        return self.title


class Recognition(PublicId):
    """We thank a partner, or honour it. `about`: the public id of the card it came from, or empty."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="recognitions")
    kind = models.CharField(max_length=10, choices=RecognitionKind.choices, default=RecognitionKind.THANKS)
    text = models.TextField(_("what for"))
    about = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        indexes = [models.Index(fields=["partner", "at"], name="recognition_by_partner")]

    def __str__(self) -> str:
        return self.text[:60]
