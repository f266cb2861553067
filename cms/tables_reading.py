"""The register of reading: its columns, on screen and as a file."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.models import Acknowledgement
from cms.presenters.reading import state_of, text_url
from portal.actors import Actor
from portal.tables import Column, DayColumn, LinkColumn, MomentColumn, Table
from portal.templatetags.accord import chip


class StateColumn(Column):
    """In words for people; the file holds read, waiting, overdue or over."""

    css = "two-narrow"

    def render(self, record: Acknowledgement, table: "ReadingTable") -> Any:
        state = state_of(record, table.today)
        return chip(state.words, state.tone, state.picture)

    def value(self, value: Any, record: Acknowledgement) -> str:
        return str(value)


class ReadingTable(Table):
    """For both sides; a partner's people have no column of partners."""

    always = ("person", "text")
    at_first = ("person", "partner", "text", "version", "due_on", "said_at", "state")
    empty_title = _("Nobody here")
    empty_hint = _("Whoever is asked to read a policy or playbook stands here from that day on.")

    text = LinkColumn(
        _("Text"),
        accessor="version__title",
        linkify=lambda record: text_url(record.version),
        sub=lambda record: record.version.reference,
        order_by=("version__title", "user__name", "pk"),
    )
    reference = Column(_("Reference"), accessor="version__reference", order_by=("version__reference", "pk"))
    version = Column(_("Version"), accessor="version__number", orderable=False)
    person = Column(_("Person"), accessor="user__name", order_by=("user__name", "pk"))
    email = Column(_("E-mail address"), accessor="user__email", order_by=("user__email", "pk"))
    partner = Column(_("Partner"), accessor="partner_name", order_by=("partner_name", "pk"))
    asked_at = MomentColumn(_("Asked"), order_by=("asked_at", "pk"))
    due_on = DayColumn(_("Due"), order_by=("due_on", "pk"))
    said_at = MomentColumn(
        _("Read"),
        default=_("not yet"),
        sub=lambda record: _("version %(number)s") % {"number": record.read_number},
        order_by=("said_at", "pk"),
    )
    read_number = Column(_("Read version"), order_by=("read_number", "pk"))
    channel = Column(_("Through"), accessor="channel", order_by=("channel", "pk"))
    state = StateColumn(_("State"), order_by=("state", "pk"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, today: dt.date, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        super().__init__(data, **options)
        self.today = today

    @property
    def choosable(self) -> list[tuple[str, Any, bool]]:
        return [entry for entry in super().choosable if entry[0] not in self.withheld]
