"""What was said about a card."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId
from scorecards.enums import ResponseKind
from scorecards.models.card import Scorecard, WithAliasesQuerySet
from suppliers.models import Partner


class Response(PublicId):
    """The partner's acknowledgement or answer, or our reply."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="responses")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=12, choices=ResponseKind.choices)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses")
    at = models.DateTimeField()

    objects = WithAliasesQuerySet.as_manager()

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
