"""The field's words: kinds and states of partners, lines and promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    SUPPLIER = "supplier", _("Supplier")
    DISTRIBUTOR = "distributor", _("Distributor")
    DEALER = "dealer", _("Dealer")
    AGENT = "agent", _("Agent")


class PartnerStatus(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    ONBOARDING = "onboarding", _("Onboarding")
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    LOST = "lost", _("Lost")


class LineStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    DRAFT = "draft", _("Draft")
    BLOCKED = "blocked", _("Blocked")
    CANCELLED_BY_US = "cancelled_by_us", _("Cancelled by us")
    CANCELLED_BY_PARTNER = "cancelled_by_partner", _("Cancelled by the partner")
    CLOSED_SHORT = "closed_short", _("Closed short by us")


class PromiseEvent(models.TextChoices):
    CONFIRM = "confirm", _("Confirmed")
    PROPOSE = "propose", _("Proposed")
    REJECT = "reject", _("Rejected")
    BUYER_CHANGE = "buyer_change", _("Changed by the buyer")
    VOID = "void", _("Taken back")


class EntryKind(models.TextChoices):
    """Kinds of ledger entries (docs/numbers.md)."""

    REVENUE = "revenue", _("Revenue")
    DISCOUNT = "discount", _("Discount")
    REBATE = "rebate", _("Rebate")
    COMMISSION = "commission", _("Commission")
    GOODS = "goods", _("Goods")
    FREIGHT = "freight", _("Freight")
    DUTY = "duty", _("Duty")
    RETURNS = "returns", _("Returns")
    QUALITY = "quality", _("Quality")
    EXPEDITE = "expedite", _("Expedite")
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Marketing")
    OTHER = "other", _("Other")


class AgreementBase(models.TextChoices):
    NET_REVENUE = "net_revenue", _("Net revenue")
    MARGIN = "margin", _("Margin")


class TierMethod(models.TextChoices):
    """Does a tier's rate hold for all of the base, or only for what lies in the tier?"""

    WHOLE_BASE = "whole_base", _("Whole base")
    MARGINAL = "marginal", _("Marginal")


class Basis(models.TextChoices):
    REQUESTED = "requested", _("requested date")
    FIRST_CONFIRMED = "first_confirmed", _("first promise")
    LAST_CONFIRMED = "last_confirmed", _("last promise")


class BatchState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    PREVIEW = "preview", _("waits for your word")
    LOADING = "loading", _("being saved")
    LOADED = "loaded", _("saved")
    STOPPED = "stopped", _("stopped on the way")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("failed")
    DISCARDED = "discarded", _("thrown away")


class LineState(models.IntegerChoices):
    """Where a line stands on a day; the number sorts by urgency. Derived, never stored."""

    LATE = 1, _("Late")
    PROPOSED = 2, _("Proposed")
    CHANGED = 3, _("Changed by the buyer")
    TO_CONFIRM = 4, _("To confirm")
    REJECTED = 5, _("Refused")
    BLOCKED = 6, _("Blocked")
    SLIPPED = 7, _("Promised later")
    ON_TRACK = 8, _("On track")
    RECEIVED = 9, _("Received")
    DRAFT = 10, _("Draft")
    CLOSED = 11, _("Closed or cancelled")

    @property
    def key(self) -> str:
        """The word for addresses and exports."""
        return self.name.lower()
