"""The lists of questions and of invoices: their columns, on screen and as a file."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import Deputy
from portal.presentation import day
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, MoneyColumn, Table
from portal.templatetags.accord import chip, icon
from suppliers.facts.questions import other
from suppliers.models import Invoice, Question
from suppliers.presenters.invoices import paid_words, standing_of
from suppliers.presenters.questions import about_of, clock_of, title_of, turn_of


class AboutColumn(Column):
    """What a question is about, in words."""

    def __init__(self) -> None:
        super().__init__(_("About"), accessor="pk", orderable=False)

    def render(self, record: Question) -> Any:
        return about_of(record).words

    def value(self, value: Any, record: Question) -> str:
        return about_of(record).words


class TurnColumn(Column):
    """Whose turn it is."""

    css = "two-narrow"

    def render(self, record: Question, table: "QuestionTable") -> Any:
        turn = turn_of(record, table.actor)
        return chip(turn.words, turn.tone, turn.picture)

    def value(self, value: Any, record: Question) -> str:
        if record.closed_at:
            return "closed"
        answered = record.last_side != record.asked_by_side
        return "answered" if answered else f"waits_for_{other(record.last_side)}"


class ClockColumn(MomentColumn):
    """What is left of the promised time, or how long it took; the file holds the moment that was promised."""

    def render(self, record: Question, table: "QuestionTable") -> Any:
        clock = clock_of(record, table.now)
        if clock is None:
            return gettext("closed without an answer")
        return format_html('<span class="ac-clock {}">{}{}</span>', clock.css, icon("clock"), clock.words)


class OwnerColumn(Column):
    """Who answers; while they are away, who stands in."""

    def render(self, value: Any, record: Question, table: "QuestionTable") -> Any:
        one = table.away.get(record.owner_id or 0)
        if one is None:
            return value
        words = gettext("%(name)s stands in") % {"name": one.deputy.name}
        return format_html('{}<span class="sub">{}</span>', value, words)


class NumberOfInvoice(Column):
    """The name of the row; below it the order."""

    row_header = True

    def render(self, value: Any, record: Invoice) -> Any:
        if not record.order_number:
            return value
        return format_html('{}<span class="sub">{}</span>', value, record.order_number)


class StandingColumn(Column):
    """Paid, due, past its day or disputed, by today."""

    css = "two-narrow"

    def render(self, record: Invoice) -> Any:
        standing = standing_of(record, timezone.localdate())
        return chip(standing.words, standing.tone, standing.picture)

    def value(self, value: Any, record: Invoice) -> str:
        return standing_of(record, timezone.localdate()).key


class _BothSides(Table):
    """For both sides; a partner's own people need no column of partners."""

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


class QuestionTable(_BothSides):
    """Questions with their last word; the file holds the question whole."""

    always = ("question",)
    at_first = ("question", "partner", "asked_at", "owner", "clock", "turn")
    empty_title = _("No questions")
    empty_hint = _("Ask on a line, an order or an invoice: whoever is asked has a clock.")

    question = LinkColumn(
        _("Question"),
        accessor="first_text",
        linkify=lambda record: reverse("suppliers:question", args=[record.public_id]),
        order_by=("first_text", "pk"),
        sub=lambda record: about_of(record).words,
    )
    about = AboutColumn()
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    asked_by = Column(_("Asked by"), accessor="asked_by__name", order_by=("asked_by__name", "pk"))
    asked_at = MomentColumn(_("Asked"), form="short", order_by=("asked_at", "pk"))
    owner = OwnerColumn(
        _("Who answers"), accessor="owner__name", order_by=("owner__name", "pk"), default=_("anyone")
    )
    clock = ClockColumn(_("Clock"), accessor="answer_due_at", order_by=("answer_due_at", "pk"))
    answered_at = MomentColumn(_("Answered"), order_by=("answered_at", "pk"))
    closed_at = MomentColumn(_("Closed"), order_by=("closed_at", "pk"))
    turn = TurnColumn(_("State"), accessor="pk", orderable=False)

    class Meta(_BothSides.Meta):
        pass

    def __init__(self, data: Any = None, *, away: Mapping[int, Deputy], **options: Any) -> None:
        super().__init__(data, **options)
        self.away = away

    def render_question(self, record: Question, column: Any, value: str) -> Any:
        link = column.anchor(title_of(value), record=record, value=value)
        return format_html('{}<span class="sub">{}</span>', link, about_of(record).words)


class InvoiceTable(_BothSides):
    """Invoices as their partner sent them; sums stand above the list, by currency."""

    always = ("number",)
    at_first = ("number", "partner", "received_on", "due_on", "paid_on", "amount", "standing", "ask")
    empty_title = _("No invoices yet")
    empty_hint = _("They come with the import of invoices: number, day received, day due, day paid.")

    number = NumberOfInvoice(_("Invoice"), order_by=("number", "pk"))
    order_number = Column(_("Order"), order_by=("order_number", "pk"))
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    issued_on = DayColumn(_("Issued"), order_by=("issued_on", "pk"))
    received_on = DayColumn(_("Received"), order_by=("received_on", "pk"), initial_sort_descending=True)
    due_on = DayColumn(_("Due"), order_by=("due_on", "pk"))
    paid_on = DayColumn(_("Paid"), order_by=("paid_on", "pk"))
    currency = Column(_("Currency"), order_by=("currency", "pk"))
    amount = MoneyColumn(
        _("Amount"), accessor="amount_minor", currency="currency", order_by=("currency", "amount_minor", "pk")
    )
    standing = StandingColumn(_("State"), accessor="pk", orderable=False)
    disputed = ChipColumn(
        _("Disputed"), order_by=("disputed", "pk"), words=lambda value: _("yes") if value else _("no")
    )
    ask = Column(_("Question"), accessor="public_id", orderable=False, exclude_from_export=True)

    class Meta(_BothSides.Meta):
        pass

    def __init__(self, data: Any = None, *, may_ask: bool, **options: Any) -> None:
        if not may_ask:
            options["exclude"] = [*(options.get("exclude") or ()), "ask"]
        super().__init__(data, **options)

    def render_paid_on(self, record: Invoice) -> Any:
        return format_html(
            '{}<span class="sub">{}</span>', day(record.paid_on), paid_words(record.due_on, record.paid_on)
        )

    def render_ask(self, record: Invoice) -> Any:
        url = f"{reverse('suppliers:question_new')}?invoice={record.public_id}"
        words = gettext("Ask")
        case_url = f"{reverse('suppliers:case_new')}?invoice={record.public_id}"
        return format_html(
            '<a class="btn btn-sm" href="{}">{}{}<span class="vh"> {}</span></a>'
            '<a class="d-block tiny mt-1" href="{}">{}<span class="vh"> {}</span></a>',
            url, icon("ask"), words, record.number,
            case_url, gettext("Something wrong?"), record.number,
        )  # fmt: skip
