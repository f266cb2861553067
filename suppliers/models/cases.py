"""Complaints and problems, from either side: listened to, put right, learned from."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Channel, Side, StaffRole
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import CaseArea, CaseKind, CaseStage, RemedyState
from suppliers.models.invoice import Invoice
from suppliers.models.order import Order, OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class Case(PublicId, Versioned, Timestamped):
    """One side has a problem; the other owns it until it is solved.

    The side that did not open it owes: it says sorry, understands, offers, follows up and learns. What was
    promised when it was opened (`acknowledge_by`, `understand_by`, `agree_by`) never moves, whoever owns it
    and however often it is opened again; the moments beside say when each was done first. `follow_up_on` is
    a day after the remedy. `owner`: who of the owing side answers for it; None: anybody who may.
    `satisfaction`: 0 to 10, asked after closing.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind.choices, default=CaseKind.COMPLAINT)
    title = models.CharField(_("title"), max_length=200)
    area = models.CharField(_("area"), max_length=60, blank=True, choices=CaseArea.choices)
    stage = models.CharField(_("stage"), max_length=12, choices=CaseStage.choices, default=CaseStage.HEARD)
    opened_by_side = models.CharField(max_length=10, choices=Side.choices)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_by_label = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.PAGE)
    # Who of ours wrote it down, where a partner said it by phone.
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_owned",
    )
    owner_since = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    understand_by = models.DateTimeField(null=True, blank=True)
    agree_by = models.DateTimeField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    understood_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    times_opened = models.PositiveSmallIntegerField(default=1)
    # What was learned: shared with the other side.
    cause = models.TextField(_("cause"), blank=True)
    whys = models.JSONField(default=list, blank=True)
    change = models.TextField(_("what changes"), blank=True)
    changed_on = models.DateField(_("since"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    satisfaction_words = models.TextField(blank=True)
    satisfaction_asked_at = models.DateTimeField(null=True, blank=True)
    satisfaction_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["partner", "opened_at"], name="case_by_partner"),
            models.Index(fields=["stage", "opened_at"], name="case_by_stage"),
            models.Index(fields=["area", "opened_at"], name="case_by_area"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What people call it on the phone; it says nothing of how many there are."""
        return f"C-{self.public_id[:5].upper()}"


class OfCaseQuerySet(models.QuerySet["CaseMessage"]):
    """Rows of a case: a partner's people read theirs, without what is for staff alone."""

    def for_actor(self, actor: Actor) -> Self:
        if actor.is_staff:
            return self.all()
        own = self.filter(case__partner_id=actor.partner_id, staff_only=False)
        return own if actor.partner_id else self.none()


class CaseMessage(PublicId):
    """One thing said in it: what was heard comes first. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    said_by = models.CharField(max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_by_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    # The step that it took, as policies.cases names it; empty: words alone.
    act = models.CharField(max_length=20, blank=True)
    staff_only = models.BooleanField(default=False)
    text = models.TextField()

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class CaseRemedy(PublicId):
    """What puts it right, as offered: with an amount (minor units of `currency`) or without.

    Over the limit of who offers it, somebody who may grant more says yes first (`granted_by`).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remedies")
    text = models.TextField(_("what we do"))
    amount_minor = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    done_by = models.DateField(_("done by"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RemedyState.choices, default=RemedyState.OFFERED)
    side = models.CharField(max_length=10, choices=Side.choices)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_by_label = models.CharField(max_length=200)
    offered_at = models.DateTimeField()
    granted_by_label = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="remedy_amount_with_currency",
                condition=models.Q(amount_minor__isnull=True, currency="")
                | (models.Q(amount_minor__gte=0) & ~models.Q(currency="")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=[RemedyState.WAITING, RemedyState.OFFERED]),
                name="one_remedy_on_the_table",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CaseHelper(models.Model):
    """Somebody of ours who helps, and how. The owner answers for it all the same."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("helps with"), max_length=200, blank=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="a_helper_once_a_case")]

    def __str__(self) -> str:
        return f"{self.user}"


class CaseSubject(models.Model):
    """What it is about: an order, a line or an invoice of the same partner."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="subjects")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.line or self.order or self.invoice or "")


class RemedyLimitQuerySet(models.QuerySet["RemedyLimit"]):
    def for_actor(self, actor: Actor) -> Self:
        """How far we can go is ours to know."""
        return self.all() if actor.is_staff else self.none()


class RemedyLimit(PublicId, Versioned, Timestamped):
    """How far a role can go without asking: in minor units of the company's currency, for each remedy."""

    role = models.CharField(_("role"), max_length=20, choices=StaffRole.choices, unique=True)
    amount_minor = models.BigIntegerField(_("up to"))

    objects = RemedyLimitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("remedy limit")
        verbose_name_plural = _("remedy limits")
        constraints = [
            models.CheckConstraint(name="remedy_limit_not_negative", condition=models.Q(amount_minor__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.amount_minor}"
