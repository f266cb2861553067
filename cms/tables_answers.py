"""The list of questions about texts: its columns, on screen and as a file."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import PolicyComment
from cms.presenters.answers import clock_of, state_of
from portal.actors import Actor
from portal.presentation import day
from portal.tables import Column, DayColumn, LinkColumn, MomentColumn, Table
from portal.templatetags.accord import chip, icon


class DueColumn(DayColumn):
    """What is left of the promised days; the file holds the day that was promised."""

    css = "two-narrow"

    def render(self, record: PolicyComment, table: "AnswerTable") -> Any:
        clock = clock_of(record, table.now)
        if clock is None:
            return format_html('<span class="muted">{}</span>', day(record.due_on, "week"))
        return format_html('<span class="ac-clock {}">{}{}</span>', clock.css, icon("clock"), clock.words)


class StateColumn(Column):
    css = "two-narrow"

    def render(self, record: PolicyComment, table: "AnswerTable") -> Any:
        state = state_of(record, table.now)
        return chip(state.words, state.tone, state.picture)

    def value(self, value: Any, record: PolicyComment) -> str:
        if record.withdrawn_at is not None:
            return "withdrawn"
        if record.answered_at is None:
            return "waiting"
        return record.decision or "answered"


class AnswerTable(Table):
    """For both sides; the file holds the words whole."""

    always = ("text",)
    at_first = ("text", "partner", "version", "asked_at", "due_on", "state")
    empty_title = _("Nothing was asked yet")
    empty_hint = _("Every policy has a place to ask and to propose a change, at its end.")

    text = LinkColumn(
        _("Words"),
        linkify=lambda record: reverse("cms:policy_comment", args=[record.public_id]),
        order_by=("text", "pk"),
    )
    kind = Column(_("Kind"), order_by=("kind", "pk"))
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    asked_by = Column(_("Asked by"), accessor="user_label", order_by=("user_label", "pk"))
    version = Column(
        _("Policy"),
        accessor="version__title",
        order_by=("version__title", "pk"),
        sub=lambda record: gettext("version %(number)s") % {"number": record.version.number},
    )
    number = Column(_("Version"), accessor="version__number", orderable=False)
    owner = Column(_("Who answers"), accessor="owner__name", order_by=("owner__name", "pk"))
    asked_at = MomentColumn(_("Asked"), accessor="at", form="short", order_by=("at", "pk"))
    due_on = DueColumn(_("Answer promised"), order_by=("due_on", "pk"))
    answered_at = MomentColumn(_("Answered"), order_by=("answered_at", "pk"))
    answer = Column(_("Answer"), orderable=False)
    decision = Column(_("Decision"), order_by=("decision", "pk"))
    published_at = MomentColumn(_("Published"), order_by=("published_at", "pk"))
    led_to = Column(_("Came of it"), accessor="led_to__number", orderable=False)
    state = StateColumn(_("State"), accessor="pk", orderable=False)

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, now: dt.datetime, **options: Any) -> None:
        if not actor.is_staff:
            # A version that does not hold yet is not theirs to know of.
            options["exclude"] = [*(options.get("exclude") or ()), "partner", "led_to"]
        super().__init__(data, **options)
        self.now = now

    @property
    def choosable(self) -> list[tuple[str, Any, bool]]:
        return [entry for entry in super().choosable if entry[0] not in self.withheld]

    def render_text(self, record: PolicyComment, column: Any, value: str) -> Any:
        words = Truncator(value).chars(90)
        link = column.anchor(words, record=record, value=value)
        return format_html('{}<span class="sub">{}</span>', link, record.get_kind_display())
