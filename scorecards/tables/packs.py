"""The list of review packs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import Column, DayColumn, LinkColumn, Table
from scorecards.models import ReviewPack
from scorecards.tables.cards import PeriodColumn, PeriodLinkColumn


def pack_url(record: ReviewPack) -> str:
    """django-tables2 hands the row over by this name."""
    return reverse("scorecards:pack", args=[record.public_id])


class PackTable(Table):
    """Packs of all partners."""

    partner = LinkColumn(_("Partner"), linkify=pack_url, accessor="partner__name")
    period = PeriodColumn()
    as_of = DayColumn(_("As of"), initial_sort_descending=True)
    made_by = Column(_("Made by"))
    code = Column(_("Code"), accessor="partner__code")
    digest = Column(_("Digest"))
    always = ("partner", "period")
    at_first = ("partner", "period", "as_of", "made_by")
    empty_title = _("No review pack yet")
    empty_hint = _("Open a card and make its review pack: one click, and both sides can read it.")

    class Meta(Table.Meta):
        model = ReviewPack
        fields = ()
        order_by = ("-as_of", "partner")


class OwnPackTable(Table):
    """A partner's own packs."""

    period = PeriodLinkColumn(
        _("Period"),
        linkify=pack_url,
        accessor="period",
        order_by=("ends_on", "starts_on"),
        initial_sort_descending=True,
    )
    as_of = DayColumn(_("As of"), initial_sort_descending=True)
    made_by = Column(_("Made by"))
    digest = Column(_("Digest"))
    always = ("period",)
    at_first = ("period", "as_of", "made_by")
    empty_title = _("No review pack yet")
    empty_hint = _("Open your card and make its review pack: one click, and both sides can read it.")

    class Meta(Table.Meta):
        model = ReviewPack
        fields = ()
        order_by = ("-as_of",)
