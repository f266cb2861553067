"""Lines that leave the population, with a reason and an approver: one by one, or many at once."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import PublicId
from suppliers.enums import ExclusionState
from suppliers.models.order import OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class ExclusionRequestQuerySet(models.QuerySet["ExclusionRequest"]):
    def for_actor(self, actor: Actor) -> Self:
        """The company's own: it may name lines of many partners. A partner sees the reason on its lines."""
        return self.all() if actor.is_staff else self.none()


class ExclusionRequest(PublicId):
    """Somebody proposes to excuse many lines for one reason; a second person approves.

    Its lines are those that matched (site, days by requested day, partner) when it was proposed.
    """

    reason = models.CharField(_("reason"), max_length=200)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.CharField(_("receiving site"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    state = models.CharField(max_length=10, choices=ExclusionState.choices, default=ExclusionState.PROPOSED)
    line_count = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=200, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ExclusionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.CheckConstraint(
                name="exclusion_decided_by_a_second_person",
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(state=ExclusionState.APPROVED)
                | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="exclusion_days_in_order", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ExclusionCandidate(models.Model):
    """A line that the request is about."""

    request = models.ForeignKey(ExclusionRequest, on_delete=models.CASCADE, related_name="candidates")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "line"], name="a_line_once_a_request")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.line_id}"


class Exclusion(PublicId):
    """A line that leaves the population, with a reason and an approver; taken back, it returns.

    `request` is the exclusion of many lines it came with; without, it came with an accepted contest.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="exclusions")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="exclusions")
    request = models.ForeignKey(
        ExclusionRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="exclusions"
    )
    reason = models.CharField(_("reason"), max_length=200)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions_approved"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(undone_at__isnull=True), name="one_open_exclusion_a_line"
            )
        ]

    def __str__(self) -> str:
        return self.reason
