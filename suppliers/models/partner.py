"""Whom we work with, and their people."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import PartnerRole, Side
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import LossCause, PartnerKind, PartnerStatus


class PartnerQuerySet(models.QuerySet["Partner"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all partners, a partner's people their own, everybody else none."""
        if actor.is_staff:
            return self.all()
        return self.filter(pk=actor.partner_id) if actor.partner_id else self.none()


class Partner(PublicId, Versioned, Timestamped):
    """A supplier, distributor, dealer or agent."""

    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind.choices)
    code = models.CharField(_("code"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=PartnerStatus.choices, default=PartnerStatus.ACTIVE
    )
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners_owned",
    )
    since = models.DateField(_("partner since"), null=True, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    # So many days before a line is due we ask once whether it is still good; None: as the installation says.
    radar_days = models.PositiveSmallIntegerField(_("ask again so many days before"), null=True, blank=True)
    lost_on = models.DateField(_("lost on"), null=True, blank=True)
    lost_reason = models.CharField(_("why lost"), max_length=200, blank=True)
    # Nobody has said why: it counts as dissatisfied (docs/numbers.md).
    lost_cause = models.CharField(_("cause"), max_length=12, choices=LossCause.choices, blank=True)
    # An alias: what was known under this code now stands with the other one.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="aliases", editable=False
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                name="radar_from_2_to_60_days",
                condition=models.Q(radar_days__isnull=True) | models.Q(radar_days__range=(2, 60)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OfPartnerQuerySet(models.QuerySet[Any]):
    """Rows that carry their partner: staff see all, a partner's people those of their own."""

    def for_actor(self, actor: Actor) -> Self:
        if actor.is_staff:
            return self.all()
        return self.filter(partner_id=actor.partner_id) if actor.partner_id else self.none()


class PartnerMerge(PublicId):
    """One partner became another's alias. `moved`: the ids of what followed, by model and field."""

    alias = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merged_from")
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alias"], condition=models.Q(undone_at__isnull=True), name="one_open_merge_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alias} -> {self.survivor}"


class PartnerDocumentQuerySet(OfPartnerQuerySet):
    def counting(self) -> Self:
        """What the figures and gates may rest on: what a partner added counts once we have looked at it."""
        return self.exclude(added_by_side=Side.PARTNER, checked_at=None)


class PartnerDocument(PublicId, Timestamped):
    """A certificate or the like, which may expire. Days are dates.

    `expiry_set_on`: the day on which we learned of `expires_on`; None: the day of creation. Of what a partner
    adds somebody of ours says that it was looked at (`checked_at`). Its file is an attachment.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="documents")
    type = models.CharField(_("type"), max_length=100)
    number = models.CharField(_("number"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    expiry_set_on = models.DateField(null=True, blank=True, editable=False)
    added_by_label = models.CharField(max_length=200, blank=True)
    added_by_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_label = models.CharField(max_length=200, blank=True)

    objects = PartnerDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["partner_id", "type", "number"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["partner", "type", "number"], name="one_document_number_each")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number}".strip()

    @property
    def waits_for_a_look(self) -> bool:
        """A partner added it, and nobody of ours has looked at it yet."""
        return self.added_by_side == Side.PARTNER and self.checked_at is None


class Contact(PublicId, Versioned, Timestamped):
    """A person at a partner whom we can reach; not necessarily somebody who logs in."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    role = models.CharField(_("what they do"), max_length=100, blank=True)
    preferred_channel = models.CharField(_("prefers"), max_length=20, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name


class Membership(PublicId, Timestamped):
    """A person acts for a partner. One person may belong to several, and acts for one at a time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole.choices)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "partner"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} ({self.partner})"
