"""What partners bill us, and when we pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import PublicId, Timestamped
from suppliers.models.partner import OfPartnerQuerySet, Partner


class Invoice(PublicId, Timestamped):
    """A partner's invoice. `amount_minor` in minor units of `currency`; a credit note is negative."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(_("invoice"), max_length=100)
    order_number = models.CharField(_("order number"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("due"))
    paid_on = models.DateField(_("paid"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    amount_minor = models.BigIntegerField(_("amount"))
    disputed = models.BooleanField(_("disputed"), default=False)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [models.UniqueConstraint(fields=["partner", "number"], name="one_invoice_number_each")]
        indexes = [models.Index(fields=["partner", "due_on"], name="invoice_by_partner_day")]

    def __str__(self) -> str:
        return self.number
