"""Service programmes: faster fulfilment that the company offers, and that partners join."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import PublicId, Timestamped, Versioned
from suppliers.engine.judging import Rule
from suppliers.enums import PartnerKind
from suppliers.models.partner import OfPartnerQuerySet, Partner


class ProgrammeQuerySet(models.QuerySet["ServiceProgramme"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all; a partner what is offered to its kind, and what it ever joined."""
        if actor.is_staff:
            return self.all()
        if actor.membership is None:
            return self.none()
        partner = actor.membership.partner
        mine = Enrolment.objects.filter(programme=models.OuterRef("pk"), partner_id=partner.pk)
        offered = models.Q(is_offered=True) & (models.Q(kind="") | models.Q(kind=partner.kind))
        return self.filter(offered | models.Exists(mine))


class ServiceProgramme(PublicId, Versioned, Timestamped):
    """What the company offers: a lead time and a window to be judged by, and what the partner gets for it.

    `lead_days` calendar days from order to due day; `categories`: item categories, one a line, empty for all.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    promise = models.TextField(_("what it is"), blank=True)
    benefits = models.TextField(_("what the partner gets for it"))
    kind = models.CharField(
        _("for partners of the kind"), max_length=12, choices=PartnerKind.choices, blank=True
    )
    categories = models.TextField(_("categories"), blank=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time, days"))
    early_days = models.PositiveSmallIntegerField(_("days early at most"), null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(_("days late at most"), default=0)
    tolerance = models.DecimalField(_("short, %"), max_digits=5, decimal_places=2, default=Decimal(0))
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("service programme")
        verbose_name_plural = _("service programmes")

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> Rule:
        return Rule(self.early_days, self.late_days, self.tolerance)

    @property
    def category_list(self) -> list[str]:
        return [line.strip() for line in self.categories.splitlines() if line.strip()]


class Enrolment(PublicId):
    """A partner is in a programme from `joined_on` to before `left_on`."""

    programme = models.ForeignKey(ServiceProgramme, on_delete=models.PROTECT, related_name="enrolments")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="enrolments")
    joined_on = models.DateField(_("joined"))
    joined_by = models.CharField(max_length=200)
    left_on = models.DateField(_("left"), null=True, blank=True)
    left_by = models.CharField(max_length=200, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-joined_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "partner"],
                condition=models.Q(left_on__isnull=True),
                name="in_a_programme_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.programme}"
