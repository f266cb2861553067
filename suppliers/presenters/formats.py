"""The datasets in words: for the catalogue, the templates to download, and the pages of docs/formats."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suppliers.imports import columns as kinds
from suppliers.imports.columns import ChoiceColumn, Column, DecimalColumn
from suppliers.imports.datasets import DATASETS, Dataset


@dataclass(frozen=True)
class Words:
    """What a dataset is, what must be there before it, and what else one should know."""

    about: Any
    after: tuple[str, ...] = ()
    rules: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ColumnWords:
    """One column as people read of it."""

    name: str
    required: bool
    key: bool
    written: str
    help: str
    choices: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Format:
    """One dataset as people read of it."""

    name: str
    title: str
    about: str
    after: tuple["Format", ...]
    columns: tuple[ColumnWords, ...]
    rules: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.key)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


_LINE_FIRST = gettext_lazy(
    "The line must be there. A row of an order of somebody else is refused, and says whose it is."
)

WORDS: dict[str, Words] = {
    "partners": Words(
        gettext_lazy("Whom we work with: suppliers, distributors, dealers and agents. One row a partner."),
        rules=(
            gettext_lazy("A status can only become one that may follow it; the refusal names both."),
            gettext_lazy("owner_email must be somebody of the company who can log in."),
        ),
    ),
    "contacts": Words(
        gettext_lazy("The people at a partner whom we can reach. One row a person."),
        ("partners",),
        (
            gettext_lazy("With an e-mail address the address is the key, and the name may change."),
            gettext_lazy("Without an address the name is the key."),
        ),
    ),
    "documents": Words(
        gettext_lazy("Certificates and the like, and until when they are valid. One row a document."),
        ("partners",),
    ),
    "orders": Words(
        gettext_lazy("What we ordered. One row a line; each repeats what the whole order shares."),
        ("partners",),
        (
            gettext_lazy(
                "ordered_on, sent_at, currency and buyer_email are the order's: all its rows say the same."
            ),
            gettext_lazy(
                "A row of an unknown partner is refused, unless “create partners that are missing” is chosen."
            ),
            gettext_lazy(
                "Another quantity or requested_on of a line that was promised is a change by the buyer, "
                "kept as such beside what was asked first."
            ),
            gettext_lazy("A day requested before the order is taken as it is, with a warning."),
        ),
    ),
    "promises": Words(
        gettext_lazy(
            "What was said about a line: confirmed, proposed, refused, changed by us. One row a part."
        ),
        ("orders",),
        (
            _LINE_FIRST,
            gettext_lazy(
                "What was said stays as it was said: a row with a stored key and other facts is refused. "
                "Send the new promise with the moment at which it was made."
            ),
            gettext_lazy(
                "Rows of one line, event and moment are one promise with several parts. It replaces all that "
                "was promised before."
            ),
            gettext_lazy("What was taken back is not exported, and may be said again."),
        ),
    ),
    "ship_notices": Words(
        gettext_lazy("What a partner says it has sent. One row a line and lot; several notices add up."),
        ("orders",),
        (_LINE_FIRST,),
    ),
    "receipts": Words(
        gettext_lazy("What arrived, on which day, and what of it was kept. One row a line of a receipt."),
        ("orders",),
        (_LINE_FIRST, gettext_lazy("Received is accepted and rejected together.")),
    ),
    "invoices": Words(
        gettext_lazy("What partners bill us, when it is due, and when we paid. One row an invoice."),
        ("partners",),
        (
            gettext_lazy("An amount may not be finer than its currency: 12.50 EUR, 1250 JPY."),
            gettext_lazy("paid_on stays empty until we have paid; send the row again when we have."),
        ),
    ),
    "rates": Words(
        gettext_lazy("What one unit of the company's currency buys. One row a currency and day."),
        rules=(
            gettext_lazy("A rate holds until the next: weekends and holidays need none."),
            gettext_lazy("A new or changed rate converts the ledger entries behind it again."),
            gettext_lazy("The company's own currency needs no rate, and is refused."),
        ),
    ),
    "ledger": Words(
        gettext_lazy("What each partner adds to our profit, and what it costs. One row an entry."),
        ("partners", "rates"),
        (
            gettext_lazy("An entry names one partner of each kind at most."),
            gettext_lazy("Another currency than the company's needs a rate on or before its day."),
            gettext_lazy("An amount may not be finer than its currency: 12.50 EUR, 1250 JPY."),
        ),
    ),
    "targets": Words(
        gettext_lazy("What a distributor, dealer or agent shall sell. One row a month."),
        ("partners",),
        (gettext_lazy("An amount may not be finer than its currency: 12.50 EUR, 1250 JPY."),),
    ),
    "commission_agreements": Words(
        gettext_lazy("What a selling partner gets for what it sells. One row a tier of an agreement."),
        ("partners",),
        (
            gettext_lazy("All tiers of a version share valid_from, base and method."),
            gettext_lazy("New terms are a new version; the version before ends the day before it begins."),
            gettext_lazy("tier_from is in the company's currency; the first tier begins at 0."),
        ),
    ),
    "customer_counts": Words(
        gettext_lazy("How many customers we had, lost and won. One row a month."),
    ),
}

_WRITTEN = (
    (kinds.MomentColumn, gettext_lazy("moment, with its zone")),
    (kinds.MonthColumn, gettext_lazy("month")),
    (kinds.DateColumn, gettext_lazy("day")),
    (kinds.IntegerColumn, gettext_lazy("whole number")),
    (kinds.ShareColumn, gettext_lazy("share, 0 to 1")),
    (kinds.BooleanColumn, gettext_lazy("true or false")),
    (kinds.ChoiceColumn, gettext_lazy("one of the words")),
    (kinds.CurrencyColumn, gettext_lazy("currency, three letters")),
    (kinds.CountryColumn, gettext_lazy("country, two letters")),
    (kinds.EmailColumn, gettext_lazy("e-mail address")),
    (kinds.WebsiteColumn, gettext_lazy("web address")),
)


def format_of(dataset: Dataset) -> Format:
    """A dataset in the reader's language."""
    words = WORDS[dataset.name]
    return Format(
        dataset.name,
        _(dataset.title),
        str(words.about),
        tuple(format_of(DATASETS[name]) for name in words.after),
        tuple(_columns(dataset)),
        tuple(map(str, words.rules)),
    )


def _columns(dataset: Dataset) -> Iterator[ColumnWords]:
    fields = dataset.record.model_json_schema()["properties"]
    for column in dataset.columns:
        yield ColumnWords(
            column.identifier,
            column.required,
            column.key,
            _written(column, fields[column.identifier]),
            _(column.help),
            column.choices if isinstance(column, ChoiceColumn) else (),
            column.example,
        )


def _written(column: Column, field: dict[str, Any]) -> str:
    """How its cells are written, in few words."""
    if isinstance(column, DecimalColumn):
        return _("number, %(places)s decimals at most") % {"places": column.places}
    for kind, words in _WRITTEN:
        if isinstance(column, kind):
            return str(words)
    longest = next(
        (part["maxLength"] for part in (field, *field.get("anyOf", ())) if "maxLength" in part), None
    )
    return _("text, %(longest)s characters at most") % {"longest": longest} if longest else _("text")
