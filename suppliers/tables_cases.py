"""The list of cases: its columns, on screen and as a file."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.presentation import moment
from portal.tables import Column, DayColumn, LinkColumn, MomentColumn, NumberColumn, Table
from portal.templatetags.accord import chip, icon
from suppliers.facts.case_lists import least_time_first, next_due
from suppliers.models import Case
from suppliers.presenters.cases.clocks import clock_of, due_words
from suppliers.presenters.cases.words import next_words, side_name, turn_key, turn_of


class TurnColumn(Column):
    """Whose turn it is, and what comes next."""

    css = "two-narrow"

    def render(self, record: Case, table: "CaseTable") -> Any:
        turn = turn_of(record, table.actor)
        return chip(turn.words, turn.tone, turn.picture)

    def value(self, value: Any, record: Case) -> str:
        return turn_key(record)


class ClockColumn(MomentColumn):
    """What is left of the promised time; the file holds the moment that was promised."""

    def render(self, record: Case, table: "CaseTable") -> Any:
        clock = clock_of(record, table.now)
        told = due_words(record)
        second = format_html('<span class="sub">{}</span>', told) if told else ""
        return format_html(
            '<span class="ac-clock {}">{}{}</span>{}', clock.css, icon("clock"), clock.words, second
        )

    def value(self, value: Any, record: Case) -> Any:
        return next_due(record)

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Least time first; what nothing was promised for comes last either way."""
        return queryset.order_by(*least_time_first(falls=is_descending)), True


class OpenedByColumn(Column):
    """The side that opened it."""

    def write(self, value: Any, record: Any) -> Any:
        return side_name(record, value)

    def value(self, value: Any, record: Case) -> str:
        return record.opened_by_side


class NextColumn(Column):
    """The step that comes next."""

    def write(self, value: Any, record: Any) -> Any:
        return next_words(record)

    def value(self, value: Any, record: Case) -> str:
        return next_words(record)


class OwnerColumn(Column):
    """Who of the owing side answers for it."""

    def value(self, value: Any, record: Case) -> str:
        return record.owner.name if record.owner else ""


class CaseTable(Table):
    """For both sides; a partner's own people need no column of partners."""

    always = ("title",)
    at_first = ("title", "partner", "area", "owner", "due_at", "turn")
    empty_title = _("No cases")
    empty_hint = _("When something went wrong, tell it here: whoever hears of it owns it.")

    title = LinkColumn(
        _("Case"),
        linkify=lambda record: reverse("suppliers:case", args=[record.public_id]),
        order_by=("title", "pk"),
    )
    reference = Column(_("Number"), accessor="reference", orderable=False)
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    kind = Column(_("Kind"), order_by=("kind", "pk"))
    area = Column(_("Area"), order_by=("area", "pk"))
    stage = Column(_("How far"), order_by=("stage", "pk"))
    opened_by = OpenedByColumn(_("Opened by"), accessor="opened_by_side", order_by=("opened_by_side", "pk"))
    opened_at = MomentColumn(_("Opened"), form="short", order_by=("opened_at", "pk"))
    owner = OwnerColumn(
        _("Owner"), accessor="owner__name", order_by=("owner__name", "pk"), default=_("anyone")
    )
    due_at = ClockColumn(_("Clock"), accessor="pk")
    next_step = NextColumn(_("Next"), accessor="pk", orderable=False)
    turn = TurnColumn(_("State"), accessor="pk", orderable=False)
    closed_at = MomentColumn(_("Closed"), order_by=("closed_at", "pk"))
    changed_on = DayColumn(_("Changed since"), order_by=("changed_on", "pk"))
    satisfaction = NumberColumn(_("Satisfaction"), unit=_("of 10"), order_by=("satisfaction", "pk"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, now: dt.datetime, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        super().__init__(data, **options)
        self.actor, self.now = actor, now

    @property
    def choosable(self) -> list[tuple[str, Any, bool]]:
        return [entry for entry in super().choosable if entry[0] not in self.withheld]

    def render_title(self, record: Case, column: Any, value: str) -> Any:
        link = column.anchor(value, record=record, value=value)
        opened = _("%(side)s, %(moment)s") % {
            "side": side_name(record, record.opened_by_side),
            "moment": moment(record.opened_at, "short"),
        }
        return format_html('{}<span class="sub">{} · {}</span>', link, record.reference, opened)
