"""A partner says: this line should not count. A clock runs until the company has answered for each line."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.models import PublicId
from scorecards.enums import ContestReason, ContestState, Verdict
from scorecards.models.card import Scorecard, WithAliasesQuerySet
from suppliers.models import Exclusion, OrderLine, Partner


class Contest(PublicId):
    """Lines of one card, disputed for one reason. `due_on` is the day by which we answer; it never moves.

    `owner` answers for us, the partner's owner at first; None: anybody of purchasing. Files hang on it as
    attachments (portal.models.Attachment) by its public id.
    """

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="contests")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contests")
    reason = models.CharField(_("reason"), max_length=20, choices=ContestReason.choices)
    text = models.TextField(_("what happened"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_by_label = models.CharField(max_length=200)
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WithAliasesQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        indexes = [models.Index(fields=["state", "due_on"], name="contest_by_state")]
        constraints = [
            models.CheckConstraint(
                name="contest_open_or_closed",
                condition=models.Q(state=ContestState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=ContestState.OPEN) & models.Q(closed_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.reason}"


class ContestLine(models.Model):
    """One disputed line, and what we decided. `before` and `after`: the card as it was, and the revision."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="contested")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    exclusion = models.ForeignKey(
        Exclusion, on_delete=models.PROTECT, null=True, blank=True, related_name="contested"
    )
    before = models.ForeignKey(Scorecard, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Scorecard, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "line"], name="a_line_once_a_contest"),
            models.CheckConstraint(
                name="verdict_with_its_moment",
                condition=models.Q(verdict="", decided_at__isnull=True)
                | (~models.Q(verdict="") & models.Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.verdict}"


class ContestMessage(PublicId):
    """What either side adds while it is open, or after. Never changed."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="messages")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    said_by = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    objects = WithAliasesQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
