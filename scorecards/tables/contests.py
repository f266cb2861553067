"""The list of contests, for both sides."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.engine.periods import Period
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, NumberColumn, Table
from portal.templatetags.accord import icon
from scorecards.enums import ContestState
from scorecards.models import Contest
from scorecards.pages.clocks import clock_of
from scorecards.pages.words import period_name

TONES = {ContestState.OPEN: "open", ContestState.DECIDED: "ok", ContestState.WITHDRAWN: ""}
PICTURES = {ContestState.OPEN: "clock", ContestState.DECIDED: "check", ContestState.WITHDRAWN: "undo"}


class ClockColumn(DayColumn):
    """What is left, or how long it took; the file holds the day by which we answer."""

    def render(self, record: Contest, table: "ContestTable") -> Any:
        clock = clock_of(record, table.today)
        return format_html('<span class="ac-clock {}">{}{}</span>', clock.css, icon("clock"), clock.words)


class PeriodOfCard(Column):
    def render(self, value: str) -> Any:
        return period_name(Period.parse(value))

    def value(self, value: str, record: Contest) -> str:
        return value


class ContestTable(Table):
    """Contests with their counts of lines; a partner's own people need no column of partners."""

    always = ("contest",)
    at_first = ("contest", "partner", "period", "line_count", "owner", "clock", "state")
    empty_title = _("No contests")
    empty_hint = _("A partner ticks lines in the open rows of its card, and says why they should not count.")

    contest = LinkColumn(
        _("Why"),
        accessor="reason",
        linkify=lambda record: reverse("scorecards:contest", args=[record.public_id]),
        order_by=("reason", "pk"),
    )
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    period = PeriodOfCard(_("Card"), accessor="card__period", order_by=("card__starts_on", "pk"))
    line_count = NumberColumn(_("Lines"), order_by=("line_count", "pk"))
    excused_count = NumberColumn(_("Excused"), order_by=("excused_count", "pk"))
    kept_count = NumberColumn(_("Explained"), order_by=("kept_count", "pk"))
    filed_by = Column(_("Filed by"), accessor="filed_by_label", order_by=("filed_by_label", "pk"))
    filed_at = MomentColumn(_("Filed"), form="short", order_by=("filed_at", "pk"))
    owner = Column(
        _("Who answers"), accessor="owner__name", order_by=("owner__name", "pk"), default=_("anyone")
    )
    clock = ClockColumn(_("Clock"), accessor="due_on", order_by=("due_on", "pk"))
    closed_at = MomentColumn(_("Closed"), form="short", order_by=("closed_at", "pk"))
    state = ChipColumn(
        _("State"),
        tones=TONES,
        pictures=PICTURES,
        order_by=("state", "pk"),
    )

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, today: dt.date, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        super().__init__(data, **options)
        self.today = today

    def render_contest(self, record: Contest, column: Any) -> Any:
        return column.anchor(record.get_reason_display(), record=record, value=record.reason)
