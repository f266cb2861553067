"""The list of plans and the ledger of what they gained, on screen and as a file."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.presentation import day
from portal.tables import (
    ChipColumn,
    Column,
    DayColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    ShareColumn,
    Table,
)
from portal.templatetags.accord import chip
from scorecards.facts.plan_lists import by_when_of, last_verified, target_of
from scorecards.models import GainShareEntry, ImprovementPlan
from scorecards.pages.plan_words import (
    PICTURES,
    TONES,
    due_words,
    kpi_name,
    late_words,
    target_words,
    turn_chip,
    value_text,
)


class KpiColumn(Column):
    """The KPI by its name; the file holds its code."""

    def render(self, record: ImprovementPlan) -> str:
        return kpi_name(record)


class ValueColumn(NumberColumn):
    """A value in the KPI's unit; the file holds the number, shares as 0 to 1."""

    def __init__(self, label: Any, find: Callable[[Any], Any], write: Callable[[Any, Any], str]) -> None:
        super().__init__(label, accessor="pk", orderable=False)
        self.find, self.words = find, write

    def render(self, record: ImprovementPlan) -> str:
        return self.words(record, self.find(record))

    def value(self, value: Any, record: ImprovementPlan) -> Any:
        return self.find(record)


class ByWhenColumn(DayColumn):
    def __init__(self) -> None:
        super().__init__(_("By when"), accessor="pk", orderable=False)

    def render(self, record: ImprovementPlan) -> str:
        found = by_when_of(record)
        return day(found, "date") if found else ""

    def value(self, value: Any, record: ImprovementPlan) -> Any:
        return by_when_of(record)


class TurnColumn(Column):
    """Whose turn it is: the reader's, the other side's, or nobody's."""

    css = "two-narrow"

    def render(self, record: Any, table: "PlanTable") -> Any:
        found = turn_chip(record, is_staff=table.is_staff)
        return chip(found.words, found.tone, found.picture) if found else ""

    def value(self, value: Any, record: Any) -> str:
        names = (("us", record.waits_for_us_), ("them", record.waits_for_them_))
        return ", ".join(name for name, waits in names if waits)


class NextColumn(DayColumn):
    """The next day on which an action is due, and how late the latest is."""

    def render(self, value: dt.date, record: Any, table: "PlanTable") -> Any:
        if record.late_since_:
            return chip(late_words((table.today - record.late_since_).days), "bad", "alert")
        return due_words(value, table.today)


class PlanTable(Table):
    """A partner's own people need no column of partners."""

    always = ("plan",)
    at_first = ("plan", "partner", "baseline", "now", "target", "by_when", "next_due", "turn", "state")
    empty_title = _("No plan here")
    empty_hint = _("A plan starts from a figure of a card, a contest, a case or an idea: both sides sign it.")

    plan = LinkColumn(
        _("Plan"),
        accessor="title",
        linkify=lambda record: reverse("scorecards:plan", args=[record.public_id]),
        sub=lambda record: record.reference,
        order_by=("title", "pk"),
    )
    reference = Column(_("Reference"), accessor="reference", orderable=False)
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    kpi = KpiColumn(_("KPI"), accessor="kpi", order_by=("kpi", "pk"))
    baseline = ValueColumn(_("Before"), lambda record: record.baseline, value_text)
    now = ValueColumn(_("Last verified"), last_verified, value_text)
    target = ValueColumn(_("Target"), target_of, target_words)
    by_when = ByWhenColumn()
    next_due = NextColumn(_("Next step"), accessor="next_due_", order_by=("next_due_", "pk"))
    open_actions = NumberColumn(_("Open actions"), accessor="open_", order_by=("open_", "pk"))
    turn = TurnColumn(_("Turn"), accessor="pk", orderable=False)
    owner = Column(_("Who of us"), accessor="our_owner__name", order_by=("our_owner__name", "pk"))
    proposed_at = DayColumn(_("Proposed"), accessor="proposed_at__date", order_by=("proposed_at", "pk"))
    state = ChipColumn(_("State"), tones=TONES, pictures=PICTURES, order_by=("state", "pk"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, today: dt.date, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        super().__init__(data, **options)
        self.is_staff, self.today = actor.is_staff, today


class GainTable(Table):
    """What was verified and split: the two parts are the total, to the minor unit."""

    always = ("text",)
    at_first = ("text", "plan", "booked_on", "total", "theirs", "ours", "share")
    empty_title = _("Nothing is booked yet")
    empty_hint = _("What a plan gained is booked once its effect is verified, and split as both have signed.")

    text = LinkColumn(
        _("What"),
        linkify=lambda record: reverse("scorecards:plan", args=[record.plan.public_id]),
        sub=lambda record: record.basis,
        order_by=("text", "pk"),
    )
    plan = Column(
        _("Plan"),
        accessor="plan__title",
        sub=lambda record: record.plan.partner.name,
        order_by=("plan__title", "pk"),
    )
    partner = Column(_("Partner"), accessor="plan__partner__name", order_by=("plan__partner__name", "pk"))
    booked_on = DayColumn(_("Day"), order_by=("booked_on", "pk"))
    total = MoneyColumn(
        _("Together"), accessor="total_minor", currency="currency", order_by=("total_minor", "pk")
    )
    theirs = MoneyColumn(
        _("Partner’s part"), accessor="partner_minor", currency="currency", order_by=("partner_minor", "pk")
    )
    ours = MoneyColumn(
        _("Company’s part"), accessor="company_minor", currency="currency", order_by=("company_minor", "pk")
    )
    currency = Column(_("Currency"), order_by=("currency", "pk"))
    share = ShareColumn(_("Partner’s share"), accessor="partner_share", order_by=("partner_share", "pk"))
    verified_by = Column(_("Verified by"), accessor="verified_by_label", order_by=("verified_by_label", "pk"))
    takes_back = Column(_("Takes back"), accessor="reverses__text", orderable=False)

    class Meta(Table.Meta):
        pass

    def row_class(self, record: GainShareEntry) -> str:
        return "muted" if record.reverses_id else ""
