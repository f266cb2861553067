"""The register of training, on screen and as a file."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.presenters.training import TrainingRow
from portal.presentation import day
from portal.tables import Column, Table
from portal.templatetags.accord import chip


class OnColumn(Column):
    """A day, and of which version; the file holds the day."""

    css = "two-narrow"

    def __init__(self, verbose_name: Any, number: str, **options: Any) -> None:
        super().__init__(verbose_name, default=_("not yet"), **options)
        self.number = number

    def render(self, value: Any, record: TrainingRow) -> Any:
        of = gettext("version %(number)s") % {"number": getattr(record, self.number)}
        return format_html('{}<span class="sub">{}</span>', day(value), of)


class StateColumn(Column):
    css = "two-narrow"

    def render(self, record: TrainingRow) -> Any:
        return chip(record.words, record.tone)

    def value(self, value: Any, record: TrainingRow) -> str:
        return record.state


class TrainingTable(Table):
    always = ("person", "playbook")
    empty_title = _("Nobody here")
    empty_hint = _("Every playbook that is published stands here beside everybody of us.")

    person = Column(_("Person"), order_by=("person",))
    playbook = Column(_("Playbook"), sub=lambda record: record.version, order_by=("playbook", "person"))
    version = Column(_("Version that holds"), order_by=("playbook", "version"))
    read_on = OnColumn(_("Read"), "read_number", order_by=("read_on", "person"))
    trained_on = OnColumn(_("Trained"), "trained_in", order_by=("trained_on", "person"))
    state = StateColumn(_("State"), order_by=("state", "person"))

    at_first = ("person", "playbook", "read_on", "trained_on", "state")

    class Meta(Table.Meta):
        pass

    def render_person(self, record: TrainingRow) -> Any:
        return format_html(
            '<a href="?person={}">{}</a><span class="sub">{}</span>',
            record.person_id,
            record.person,
            record.role,
        )

    def render_playbook(self, record: TrainingRow) -> Any:
        words = gettext("version %(number)s") % {"number": record.version}
        return format_html(
            '<a href="{}">{}</a><span class="sub">{}</span>', record.url, record.playbook, words
        )
