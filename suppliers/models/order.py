"""What we ordered, what was promised, what came."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Channel
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import LineStatus, PromiseEvent, ReasonCode
from suppliers.models.partner import OfPartnerQuerySet, Partner


class OrderQuerySet(OfPartnerQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """A partner sees an order once one of its lines is more than a draft."""
        rows = super().for_actor(actor)
        if actor.is_staff:
            return rows
        sent = OrderLine.objects.filter(order_id=models.OuterRef("pk")).exclude(status=LineStatus.DRAFT)
        return rows.filter(models.Exists(sent))


class OrderLineQuerySet(OfPartnerQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """Drafts are the company's own until they are sent."""
        rows = super().for_actor(actor)
        return rows if actor.is_staff else rows.exclude(status=LineStatus.DRAFT)


class Order(PublicId, Timestamped):
    """A purchase order to one partner."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(_("order number"), max_length=100)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    buyer_email = models.EmailField(_("buyer"), blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [models.UniqueConstraint(fields=["partner", "number"], name="one_order_number_each")]

    def __str__(self) -> str:
        return self.number


class OrderLine(PublicId, Versioned, Timestamped):
    """One item of an order. `quantity` and prices are integers scaled by 10^6."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(_("line"), max_length=40)
    item_code = models.CharField(_("item"), max_length=100, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    quantity = models.BigIntegerField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = models.BigIntegerField(_("unit price"), null=True, blank=True)
    standard_price = models.BigIntegerField(_("standard price"), null=True, blank=True)
    requested_on = models.DateField(_("requested"))
    # What was asked first, once the buyer has changed it: history is judged from it.
    original_quantity = models.BigIntegerField(null=True, blank=True, editable=False)
    original_requested_on = models.DateField(null=True, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=LineStatus.choices, default=LineStatus.CONFIRMED
    )
    status_reason = models.CharField(_("why"), max_length=200, blank=True)
    ship_to = models.CharField(_("ship to"), max_length=200, blank=True)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["order_id", "number"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="one_line_number_each"),
            models.CheckConstraint(name="line_quantity_positive", condition=models.Q(quantity__gt=0)),
        ]
        indexes = [models.Index(fields=["partner", "requested_on"], name="line_by_partner_day")]

    def __str__(self) -> str:
        return f"{self.order.number}-{self.number}"

    @property
    def asked_first(self) -> tuple[int, date]:
        """Quantity and day before any change by the buyer."""
        quantity, day = self.original_quantity, self.original_requested_on
        return self.quantity if quantity is None else quantity, day or self.requested_on


class LineStanding(models.Model):
    """Where a line stands by its facts, whatever the day: written whenever one of them changes.

    A cache: suppliers.actions.judging makes it from promises and receipts. `words` counts all that was said
    of the line, so that who answers can tell what they had seen. Quantities are scaled by 10^6.
    """

    line = models.OneToOneField(
        OrderLine, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_open = models.BooleanField()
    due_on = models.DateField()
    received = models.BigIntegerField(default=0)
    open_quantity = models.BigIntegerField(default=0)
    last_event = models.CharField(max_length=12, blank=True)
    last_at = models.DateTimeField(null=True)
    words = models.PositiveIntegerField(default=0)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partner", "is_open", "due_on"], name="standing_by_partner_day")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.last_event} {self.due_on}"


class LineRemoval(models.Model):
    """On record before a line goes, with the import that had brought it: only then may its promises go."""

    line_key = models.BigIntegerField(unique=True)
    partner_code = models.CharField(max_length=100)
    order_number = models.CharField(max_length=100)
    line_number = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    removed_by = models.CharField(max_length=200)
    removed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.order_number}-{self.line_number}"


class PromiseQuerySet(OfPartnerQuerySet):
    def in_force(self) -> Self:
        """Without what was taken back, and without the taking back."""
        return self.filter(voided_by__isnull=True).exclude(event=PromiseEvent.VOID)


class Promise(PublicId):
    """What the partner said about a line, at one moment, or the buyer about it. Append-only, by trigger.

    The parts of a confirmation replace all earlier parts of the line. A `void` takes back the promise that
    `voids` names; what was taken back may be said again, as the next `take`. `answers` is the proposal,
    counter-proposal or refusal that it answers; `sent_to` the address whose mail link it came through.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="promises")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="promises")
    event = models.CharField(_("event"), max_length=12, choices=PromiseEvent.choices)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("by"), max_length=200, blank=True)
    channel = models.CharField(_("through"), max_length=12, choices=Channel.choices)
    reason_code = models.CharField(_("cause"), max_length=20, choices=ReasonCode.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    price = models.BigIntegerField(_("price"), null=True, blank=True)
    sent_to = models.EmailField(blank=True)
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answered_by", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    take = models.PositiveSmallIntegerField(default=1, editable=False)
    voids = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="voided_by", editable=False
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "event", "made_at", "take"],
                condition=~models.Q(event=PromiseEvent.VOID),
                name="one_promise_a_moment_and_take",
            ),
            models.CheckConstraint(
                name="only_a_void_voids",
                condition=models.Q(event=PromiseEvent.VOID, voids__isnull=False)
                | (~models.Q(event=PromiseEvent.VOID) & models.Q(voids__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.made_at:%Y-%m-%d}"


class PromisePart(models.Model):
    """So many on that day. `quantity` is scaled by 10^6."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(default=1)
    quantity = models.BigIntegerField()
    promised_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["promise", "number"], name="one_part_number_each")]

    def __str__(self) -> str:
        return f"{self.number}: {self.promised_on}"


class ShipNotice(PublicId, Timestamped):
    """What the partner says it has sent of a line. Several notices add up; `quantity` is scaled by 10^6."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="ship_notices")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ship_notices")
    number = models.CharField(_("notice"), max_length=100)
    lot = models.CharField(_("lot"), max_length=100, blank=True)
    shipped_on = models.DateField(_("shipped"))
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    quantity = models.BigIntegerField(_("quantity"))
    carrier = models.CharField(_("carrier"), max_length=100, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=100, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["shipped_on", "pk"]
        verbose_name = _("ship notice")
        verbose_name_plural = _("ship notices")
        constraints = [
            models.UniqueConstraint(fields=["line", "number", "lot"], name="one_notice_of_a_lot_each"),
            models.CheckConstraint(name="notice_quantity_positive", condition=models.Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class Receipt(PublicId):
    """Physical arrival on a local calendar day. Received = accepted + rejected, both scaled by 10^6."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="receipts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("receipt"), max_length=100)
    received_on = models.DateField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    accepted_quantity = models.BigIntegerField(_("accepted"))
    rejected_quantity = models.BigIntegerField(_("rejected"), default=0)
    reject_reason = models.CharField(_("why rejected"), max_length=200, blank=True)
    site = models.CharField(_("site"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="one_receipt_number_each"),
            models.CheckConstraint(
                name="receipt_not_negative",
                condition=models.Q(accepted_quantity__gte=0, rejected_quantity__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["partner", "received_on"], name="receipt_by_partner_day")]

    def __str__(self) -> str:
        return self.number
