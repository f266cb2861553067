"""Partners by what they contribute and what we risk with them."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.tables import (
    ChipColumn,
    Column,
    DayColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    PickColumn,
    ShareColumn,
    Table,
)
from portal.templatetags.accord import chip
from suppliers.presenters.contribution.segments import TONES, quadrant_words


class QuadrantColumn(ChipColumn):
    """The quadrant; whether somebody decided it stands under it."""

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        words = chip(
            quadrant_words(record.quadrant), TONES.get(record.quadrant, "") if record.quadrant else ""
        )
        if record.is_decided:
            return format_html('{}<span class="sub">{}</span>', words, _("decided otherwise"))
        return words

    def value(self, value: Any, record: Any) -> Any:
        return record.quadrant or None


class DueColumn(DayColumn):
    """The next review; overdue is said in a word."""

    def write(self, value: Any, record: Any) -> Any:
        told = super().write(value, record)
        if record is not None and record.is_overdue:
            return format_html('<span class="nowrap">{}</span> {}', told, chip(_("overdue"), "warn"))
        return told


class SegmentTable(Table):
    """A name leads to its assessment."""

    pick = PickColumn(lambda row: row, accessor="partner__public_id")
    partner = LinkColumn(
        _("Partner"),
        linkify=lambda record: reverse("suppliers:assessment", args=[record.partner.public_id]),
        accessor="partner__name",
        sub=lambda row: row.partner.code,
    )
    quadrant = QuadrantColumn(_("Quadrant"), empty_values=())
    contribution = MoneyColumn(
        _("Contribution"), currency=settings.COMPANY_CURRENCY, cents=False, unit=_("12 months")
    )
    share = ShareColumn(_("Share"))
    grade = Column(_("Class"))
    risk = NumberColumn(_("Risk"), places=2, unit=_("1 to 5"))
    attractiveness = NumberColumn(_("We are to them"), places=2, unit=_("1 to 5"))
    last_review = DayColumn(_("Last review"))
    review_due = DueColumn(_("Next review"))
    segment = Column(_("Segment"), accessor="partner__segment")
    assessed = DayColumn(_("Assessed"), accessor="assessment__at")
    by = Column(_("Who"), accessor="assessment__by_label")
    reason = Column(_("Why decided"), accessor="assessment__override_reason")
    always = ("pick", "partner")
    at_first = (
        "pick", "partner", "quadrant", "contribution", "share", "grade", "risk", "attractiveness",
        "review_due", "segment",
    )  # fmt: skip
    empty_title = _("No partner of this kind")
    empty_hint = _("Partners that are lost, or prospects still, are not in it.")

    class Meta(Table.Meta):
        order_by = ("-contribution",)
