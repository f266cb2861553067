"""Rounds of surveys in a list, and the replies of a named one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.presenters.surveys import TONES, audience_of, state_of, state_words
from portal.clocks import local_day
from portal.tables import NONE, ChipColumn, Column, DayColumn, LinkColumn, NumberColumn, Table
from portal.templatetags.accord import chip


class StateColumn(ChipColumn):
    """Open until when, closed, published."""

    def write(self, value: Any, record: Any) -> Any:
        return state_words(record, local_day())

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        tone, picture = TONES[state_of(record, local_day())]
        return chip(self.write(value, record), tone, picture)

    def value(self, value: Any, record: Any) -> Any:
        return state_words(record, local_day())


class AudienceColumn(Column):
    """Who is asked, of which kinds."""

    def write(self, value: Any, record: Any) -> Any:
        return audience_of(record.asked, record.kinds)

    def value(self, value: Any, record: Any) -> Any:
        return audience_of(record.asked, record.kinds)


class AnonymousColumn(Column):
    """Anonymous or named, as everybody was told."""

    def render(self, value: Any, record: Any) -> Any:
        return _("Anonymous") if record.is_anonymous else _("Named")

    def value(self, value: Any, record: Any) -> Any:
        return str(_("Anonymous") if record.is_anonymous else _("Named"))


class RoundTable(Table):
    """How many answered is known of closed rounds alone."""

    always = ("title",)
    empty_title = _("Nobody was asked yet")
    empty_hint = _("Write a survey in the editor and publish it; then open a round on its page.")

    title = LinkColumn(
        _("Survey"), linkify=lambda record: reverse("cms:survey_round", args=[record.public_id])
    )
    number = NumberColumn(_("Round"))
    state = StateColumn(_("State"), accessor="closes_on", order_by=("closed_at", "closes_on"))
    asked = AudienceColumn(_("Who is asked"))
    is_anonymous = AnonymousColumn(_("Answers"))
    opens_on = DayColumn(_("From"))
    closes_on = DayColumn(_("Until"))
    asked_count = NumberColumn(_("Asked"))
    replied_count = NumberColumn(_("Replied"), default=NONE)
