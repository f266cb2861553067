"""Tiers with benefits, and what rules propose: a person decides, after the partner could answer."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import PublicId, Timestamped, Versioned
from scorecards.enums import BandAction, ProposalDecision, ProposalKind
from scorecards.models.card import Scorecard, WithAliasesQuerySet
from suppliers.enums import PartnerKind
from suppliers.models import Partner


class TierQuerySet(models.QuerySet["Tier"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all; a partner what is offered to its kind, and what it ever had."""
        if actor.is_staff:
            return self.all()
        if actor.membership is None:
            return self.none()
        partner = actor.membership.partner
        had = TierGrant.objects.for_actor(actor).filter(tier=models.OuterRef("pk"))
        offered = models.Q(is_active=True) & (models.Q(kind="") | models.Q(kind=partner.kind))
        return self.filter(offered | models.Exists(had))


class Tier(PublicId, Versioned, Timestamped):
    """A standing that lasts, with what the partner gets for it. Everybody may read it.

    Deserved by `min_score` on each of the last `periods` cards and the `documents`, one type a line, valid.
    A higher `rank` is better.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    kind = models.CharField(
        _("for partners of the kind"), max_length=12, choices=PartnerKind.choices, blank=True
    )
    min_score = models.DecimalField(_("score at least"), max_digits=6, decimal_places=3)
    periods = models.PositiveSmallIntegerField(_("on so many cards in a row"), default=3)
    documents = models.TextField(_("documents"), blank=True)
    benefits = models.TextField(_("what the partner gets for it"))
    is_active = models.BooleanField(_("offered"), default=True)

    objects = TierQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")

    def __str__(self) -> str:
        return self.name

    @property
    def document_list(self) -> list[str]:
        return [line.strip() for line in self.documents.splitlines() if line.strip()]


class ProposedActionQuerySet(WithAliasesQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """To a partner thanks are no news before somebody says them, nor when nobody does."""
        rows = super().for_actor(actor)
        if actor.is_staff:
            return rows
        unsaid = models.Q(action=BandAction.THANK) & ~models.Q(decision=ProposalDecision.GRANTED)
        return rows.exclude(unsaid)


class ProposedAction(PublicId):
    """What a rule proposes for a partner because of a card. Nothing happens until a person decides.

    A proposal that is not welcome (`action` warn or hold, or a lower tier) is not decided before
    `answer_by`, unless the partner has answered earlier. `why` says the rule and its figures in words.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="proposals")
    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=6, choices=ProposalKind.choices)
    action = models.CharField(max_length=10, choices=BandAction.choices, blank=True)
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_tier = models.ForeignKey(Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answer = models.TextField(_("the partner’s answer"), blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=ProposalDecision.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposedActionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["card", "kind"], name="one_proposal_of_a_kind_a_card"),
            models.CheckConstraint(
                name="proposal_decided_with_its_moment",
                condition=models.Q(decision="", decided_at__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["partner", "decision"], name="proposal_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.action or self.tier}"


class TierGrantQuerySet(WithAliasesQuerySet):
    def in_force(self, on: date) -> Self:
        """Begun, and neither over nor ended."""
        return self.filter(starts_on__lte=on, ends_on__gte=on, ended_at__isnull=True)


class TierGrant(PublicId):
    """A partner has a tier from `starts_on` to `ends_on`, both inside, for a reason, from a person."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="tier_grants")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="grants")
    proposal = models.ForeignKey(
        ProposedAction, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_by_label = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reason = models.TextField(blank=True)

    objects = TierGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("tier of a partner")
        verbose_name_plural = _("tiers of partners")
        constraints = [
            models.CheckConstraint(
                name="grant_days_in_order", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["partner"], condition=models.Q(ended_at__isnull=True), name="one_open_grant_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.tier}"
