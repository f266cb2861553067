"""The list of proposals to excuse many lines."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, NumberColumn, Table
from scorecards.pages.exclusions import STATES


class ExclusionTable(Table):
    """One row for each proposal; its lines are on its page."""

    always = ("reason",)
    at_first = ("reason", "starts_on", "ends_on", "site", "partner", "line_count", "proposed_by", "state")
    empty_title = _("Nothing was excused by the dozen yet")
    empty_hint = _(
        "After a strike or a flood: propose the lines of a site and days, a second person decides."
    )

    reason = LinkColumn(
        _("Reason"),
        linkify=lambda record: reverse("scorecards:exclusion", args=[record.public_id]),
        order_by=("reason", "pk"),
    )
    starts_on = DayColumn(_("From"), order_by=("starts_on", "pk"))
    ends_on = DayColumn(_("To"), order_by=("ends_on", "pk"))
    site = Column(_("Site"), order_by=("site", "pk"), default=_("all"))
    partner = Column(
        _("Partner"), accessor="partner__name", order_by=("partner__name", "pk"), default=_("all")
    )
    line_count = NumberColumn(_("Lines"), order_by=("line_count", "pk"))
    proposed_by = Column(_("Proposed by"), accessor="proposed_by__name", order_by=("proposed_by__name", "pk"))
    proposed_at = MomentColumn(_("Proposed"), order_by=("proposed_at", "pk"))
    decided_by = Column(_("Decided by"), accessor="decided_by__name", order_by=("decided_by__name", "pk"))
    decided_at = MomentColumn(_("Decided"), order_by=("decided_at", "pk"))
    state = ChipColumn(
        _("State"),
        tones={state: tone for state, (tone, _picture) in STATES.items()},
        pictures={state: picture for state, (_tone, picture) in STATES.items()},
        order_by=("state", "pk"),
    )

    class Meta(Table.Meta):
        order_by: Any = ("-proposed_at",)
