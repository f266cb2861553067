"""Questions with a clock: asked by either side, answered by the other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.enums import Channel, Side
from portal.models import PublicId
from suppliers.models.invoice import Invoice
from suppliers.models.order import Order, OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class Question(PublicId):
    """About a line, an order, an invoice, or (all empty) in general. `asked_by_side` waits, the other owes.

    `owner` answers for the other side: a buyer, or one of the partner's people; None: any of them.
    `answer_due_at` is what was promised when it was asked; handing it over never moves it. `answered_at` is
    the first answer of the other side. `closed_at`: whoever asked has what they need.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="questions")
    line = models.ForeignKey(
        OrderLine, on_delete=models.CASCADE, null=True, blank=True, related_name="questions"
    )
    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, null=True, blank=True, related_name="questions"
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.CASCADE, null=True, blank=True, related_name="questions"
    )
    asked_by_side = models.CharField(max_length=10, choices=Side.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions_asked"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who answers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions_owned",
    )
    asked_at = models.DateTimeField(_("asked"))
    answer_due_at = models.DateTimeField(_("answer promised"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_at", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["partner", "answered_at"], name="question_by_partner"),
            models.Index(fields=["asked_by_side", "asked_at"], name="question_by_side"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.asked_at:%Y-%m-%d}"


class QuestionMessage(PublicId):
    """One thing said in it: the question itself comes first. Never changed."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="messages")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    said_by = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    text = models.TextField()

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
