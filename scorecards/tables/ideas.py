"""The list of ideas, for both sides."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, MoneyColumn, Table
from portal.templatetags.accord import chip, icon
from scorecards.models import PlanIdea
from scorecards.pages.ideas import clock_of, state_of


class IdeaClockColumn(DayColumn):
    """What is left to answer; the file holds the day by which it is answered."""

    def render(self, record: PlanIdea, table: "IdeaTable") -> Any:
        clock = clock_of(record, table.today)
        return format_html('<span class="ac-clock {}">{}{}</span>', clock.css, icon("clock"), clock.words)


class IdeaStateColumn(ChipColumn):
    """Whose turn it is, or what became of it; the file holds the state."""

    def render(self, record: PlanIdea, table: "IdeaTable", **options: Any) -> Any:
        found = state_of(record, table.reader_side)
        return chip(found.words, found.tone, found.picture)


class IdeaTable(Table):
    """Ideas; a partner's own people need no column of partners."""

    always = ("title",)
    at_first = ("title", "partner", "side", "their_minor", "our_minor", "clock", "state")
    empty_title = _("No ideas here")
    empty_hint = _("Something that both could do better? Say it: the other side answers within days.")

    title = LinkColumn(
        _("Idea"),
        linkify=lambda record: reverse("scorecards:idea", args=[record.public_id]),
        sub=lambda record: _("confidential") if record.is_confidential else record.proposed_by_label,
        order_by=("title", "pk"),
    )
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    side = Column(_("Whose idea"), order_by=("side", "pk"))
    their_minor = MoneyColumn(
        _("The partner may gain"), currency="currency", cents=False, unit=_("a year"),
        order_by=("their_minor", "pk"),
    )  # fmt: skip
    our_minor = MoneyColumn(
        _("We may gain"), currency="currency", cents=False, unit=_("a year"), order_by=("our_minor", "pk")
    )
    proposed_by = Column(_("By"), accessor="proposed_by_label", order_by=("proposed_by_label", "pk"))
    proposed_at = MomentColumn(_("Proposed"), form="short", order_by=("proposed_at", "pk"))
    clock = IdeaClockColumn(_("Answer"), accessor="decide_by", order_by=("decide_by", "pk"))
    decided_at = MomentColumn(_("Answered"), form="short", order_by=("decided_at", "pk"))
    decided_by = Column(_("Answered by"), accessor="decided_by_label", order_by=("decided_by_label", "pk"))
    state = IdeaStateColumn(_("State"), order_by=("state", "pk"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, today: dt.date, side: str, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        super().__init__(data, **options)
        self.today, self.reader_side = today, side
