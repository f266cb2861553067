"""Thanks: ours to partners, and theirs to our people by name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId
from suppliers.enums import PraiseSource, RecognitionKind, WallState
from suppliers.models.partner import OfPartnerQuerySet, Partner


class Recognition(PublicId):
    """We thank a partner, or honour it. `about`: the public id of the card it came from, or empty.

    `wall`: whether the public wall of thanks may show it with the partner's name; the partner decides.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="recognitions")
    kind = models.CharField(max_length=10, choices=RecognitionKind.choices, default=RecognitionKind.THANKS)
    text = models.TextField(_("what for"))
    about = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    wall = models.CharField(max_length=6, choices=WallState.choices, blank=True, default=WallState.UNASKED)
    wall_by_label = models.CharField(max_length=200, blank=True)
    wall_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        indexes = [models.Index(fields=["partner", "at"], name="recognition_by_partner")]

    def __str__(self) -> str:
        return self.text[:60]


class Praise(PublicId):
    """A partner or a customer praises one of our people by name.

    `partner` None: a customer, `said_by` says who. `noted_by`: who of ours wrote it down; None: said here.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="praised"
    )
    source = models.CharField(max_length=10, choices=PraiseSource.choices)
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="praises"
    )
    said_by = models.CharField(_("said by"), max_length=200)
    text = models.TextField(_("what for"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_by_label = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("praise")
        verbose_name_plural = _("praises")
        constraints = [
            models.CheckConstraint(
                name="praise_of_a_partner_names_it",
                condition=models.Q(source=PraiseSource.CUSTOMER, partner__isnull=True)
                | models.Q(source=PraiseSource.PARTNER, partner__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
