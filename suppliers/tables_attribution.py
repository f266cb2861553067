"""Rules, and what they named: on screen and as files."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import presentation
from portal.engine.money import Money
from portal.tables import (
    ChipColumn,
    Column,
    DayColumn,
    LinkColumn,
    MomentColumn,
    MoneyColumn,
    NumberColumn,
    Table,
)
from portal.templatetags.accord import icon
from suppliers.models import Attribution, AttributionRule
from suppliers.presenters.contribution.rules import condition_words, split_words


class WordsColumn(Column):
    """Words that a presenter makes of the row, on screen and in the file."""

    def __init__(self, verbose_name: Any, words: Any, **options: Any) -> None:
        super().__init__(verbose_name, accessor="pk", orderable=False, **options)
        self.words = words

    def render(self, value: Any, record: Any) -> Any:
        return self.words(record)

    def value(self, value: Any, record: Any) -> Any:
        return self.words(record)


class NamedColumn(NumberColumn):
    """How many entries the rule names, which open, and how much of them."""

    def render(self, value: Any, record: AttributionRule) -> Any:
        named = record.did
        if named is None:
            return format_html('<span class="faint">{}</span>', _("none yet"))
        return format_html(
            '<a href="{}?rule={}">{}</a><span class="sub">{}</span>',
            reverse("suppliers:ledger_entries"),
            record.public_id,
            presentation.number(named.entries),
            presentation.money(Money(named.company_minor, settings.COMPANY_CURRENCY)),
        )

    def value(self, value: Any, record: AttributionRule) -> int:
        return record.did.entries if record.did else 0


class ActColumn(Column):
    """Up, down, retire or use again: buttons of the one form on the page."""

    css = "tight nowrap"

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Change"), accessor="public_id", orderable=False, exclude_from_export=True
        )

    @property
    def header(self) -> Any:
        return format_html('<span class="vh">{}</span>', self.verbose_name)

    def render(self, value: Any, record: AttributionRule) -> Any:
        if not record.is_active:
            return _button("revive", record, _("Use again"))
        return format_html(
            "{}{}{}",
            _button("up", record, _("Ask earlier"), icon("up")),
            _button("down", record, _("Ask later"), icon("fall")),
            _button("retire", record, _("Retire")),
        )


def _button(act: str, rule: AttributionRule, words: str, picture: Any = "") -> Any:
    """It says what it does with which rule; with a picture the words are for ears, and when pointed at."""
    return format_html(
        '<button class="btn btn-sm btn-quiet" form="order" name="{}" value="{}" title="{}">'
        '{}<span class="vh">: {}</span></button>',
        act,
        rule.public_id,
        words,
        format_html('{}<span class="vh">{}</span>', picture, words) if picture else words,
        rule.name,
    )


class RuleTable(Table):
    """By role, then in the order in which they are asked; `did` says what each names now."""

    always = ("name",)
    at_first = ("name", "fits", "names", "named", "is_active", "act")
    empty_title = gettext_lazy("No rule yet")
    empty_hint = gettext_lazy(
        "A rule names partners in entries whose files name nobody: by item, customer or order."
    )

    place = NumberColumn(gettext_lazy("Place"), order_by=("place", "pk"), initial_sort_descending=False)
    name = LinkColumn(
        gettext_lazy("Rule"),
        linkify=lambda record: reverse("suppliers:attribution_rule", args=[record.public_id]),
        order_by=("name", "pk"),
    )
    role = Column(gettext_lazy("Names a"), order_by=("role", "place"))
    fits = WordsColumn(gettext_lazy("In entries that are"), condition_words)
    names = WordsColumn(gettext_lazy("It names"), split_words)
    named = NamedColumn(
        gettext_lazy("Named now"), unit=gettext_lazy("entries"), accessor="pk", orderable=False
    )
    is_active = ChipColumn(
        gettext_lazy("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("In use") if value else _("Retired"),
        order_by=("is_active", "place"),
    )
    changed_by = Column(gettext_lazy("Changed by"), order_by=("changed_by", "pk"))
    updated_at = MomentColumn(gettext_lazy("Changed"), order_by=("updated_at", "pk"))
    act = ActColumn()

    class Meta(Table.Meta):
        pass

    def group_of(self, record: AttributionRule) -> Any:
        """Only rules of one role compete: they stand together until somebody sorts otherwise."""
        return None if self.order_by else record.get_role_display()


class LogTable(Table):
    """Which rule named which entry, when."""

    always = ("entry",)
    at_first = ("entry", "date", "kind", "role", "partner", "company_minor", "rule", "at")
    empty_title = gettext_lazy("No rule has named anybody yet")
    empty_hint = gettext_lazy("Entries are named as they are imported, and all of them when rules are run.")

    entry = LinkColumn(
        gettext_lazy("Entry"),
        linkify=lambda record: reverse("suppliers:ledger_entry", args=[record.entry.public_id]),
        accessor="entry__entry_id",
        sub=lambda record: record.item_code,
        order_by=("entry__entry_id", "role", "place"),
    )
    date = DayColumn(gettext_lazy("Date"), order_by=("date", "pk"))
    kind = Column(gettext_lazy("Kind"), order_by=("kind", "pk"))
    role = Column(gettext_lazy("As"), order_by=("role", "pk"))
    partner = Column(gettext_lazy("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    company_minor = MoneyColumn(
        gettext_lazy("Its part"), currency="company_currency", order_by=("company_minor", "pk")
    )
    amount_minor = MoneyColumn(
        gettext_lazy("As booked"), currency="currency", order_by=("currency", "amount_minor", "pk")
    )
    item_code = Column(gettext_lazy("Item"), order_by=("item_code", "pk"))
    rule = Column(gettext_lazy("Rule"), accessor="rule__name", order_by=("rule__name", "pk"))
    rule_version = NumberColumn(gettext_lazy("Version"), order_by=("rule_version", "pk"))
    by = WordsColumn(gettext_lazy("By"), lambda record: _by(record))
    at = MomentColumn(gettext_lazy("Named"), order_by=("at", "pk"), initial_sort_descending=True)

    class Meta(Table.Meta):
        pass


def _by(record: Attribution) -> str:
    return str(record.run.by_label if record.run else _("as it was stored"))
