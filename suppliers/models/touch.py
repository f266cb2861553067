"""When we met, what was promised then, and how often we mean to meet."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import TouchKind, TouchState
from suppliers.models.partner import Contact, Partner


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all; a partner's people what we share with them."""
        if actor.is_staff:
            return self.all()
        own = self.filter(partner_id=actor.partner_id, is_shared=True)
        return own if actor.partner_id else self.none()


class Touchpoint(PublicId, Versioned, Timestamped):
    """A visit, call, mail or meeting with a partner: planned, or as it was.

    `on` and, where known, `starts_at`: the day counts for the contact plan. What was promised then has a side
    that owes it, a day and, once it is kept, a moment. `taken_back_at`: noted by mistake.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="touchpoints")
    kind = models.CharField(_("how"), max_length=10, choices=TouchKind.choices)
    state = models.CharField(max_length=10, choices=TouchState.choices, default=TouchState.DONE)
    on = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("time"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who of us"), on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, verbose_name=_("with"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    with_names = models.CharField(_("with whom"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    text = models.TextField(_("what was said"), blank=True)
    promised = models.TextField(_("what was promised"), blank=True)
    promised_by_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    promised_by = models.DateField(_("by when"), null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    is_shared = models.BooleanField(_("the partner reads it too"), default=False)
    noted_by_label = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = TouchpointQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")
        indexes = [
            models.Index(fields=["partner", "on"], name="touchpoint_by_partner"),
            models.Index(fields=["state", "on"], name="touchpoint_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_promise_has_a_side",
                condition=models.Q(promised="", promised_by_side="")
                | (~models.Q(promised="") & ~models.Q(promised_by_side="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class ContactRuleQuerySet(models.QuerySet["ContactRule"]):
    def for_actor(self, actor: Actor) -> Self:
        return self.all() if actor.is_staff else self.none()


class ContactRule(PublicId, Versioned, Timestamped):
    """How often we mean to meet the partners of a segment (empty: of every other), and in which way."""

    segment = models.CharField(_("segment"), max_length=60, blank=True, unique=True)
    every_days = models.PositiveSmallIntegerField(_("speak at least every so many days"), default=60)
    kind = models.CharField(_("how"), max_length=10, choices=TouchKind.choices, blank=True)
    kind_every_days = models.PositiveSmallIntegerField(_("in this way every"), null=True, blank=True)

    objects = ContactRuleQuerySet.as_manager()

    class Meta:
        ordering = ["segment"]
        verbose_name = _("contact rule")
        verbose_name_plural = _("contact rules")
        constraints = [
            models.CheckConstraint(
                name="contact_within_two_years", condition=models.Q(every_days__range=(1, 730))
            ),
            models.CheckConstraint(
                name="contact_way_with_its_days",
                condition=models.Q(kind="", kind_every_days__isnull=True)
                | (~models.Q(kind="") & models.Q(kind_every_days__range=(1, 730))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.every_days}"
