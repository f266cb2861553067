"""A partner's profit and loss as rows of a file."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.presentation import NBSP
from suppliers.engine.contribution import to_decimal
from suppliers.facts.partner_profit import Stretch
from suppliers.presenters.contribution.amounts import GROUPS, LENGTHS, amount, stretch_words
from suppliers.presenters.contribution.partner import PartnerPage


def export_rows(page: PartnerPage) -> Iterator[list[Any]]:
    """The table by month, quarter or year, to the minor unit; the last row is all of it."""
    yield [
        "period", "from", "to", *GROUPS, "contribution", "margin", "contribution_year_before", "change",
        "non_performance_booked", "non_performance_estimated", "currency",
    ]  # fmt: skip
    length = LENGTHS[page.length]
    for stretch in page.profit.by(length):
        yield _export_row(stretch, stretch_words(stretch, length))
    yield _export_row(page.profit.whole, _("Together"))


def _export_row(stretch: Stretch, name: str) -> list[Any]:
    figures = stretch.figures
    before = stretch.figures_before.contribution
    return [
        name.replace(NBSP, " "),
        stretch.start,
        stretch.end,
        *(amount(getattr(figures, group)) for group in GROUPS),
        amount(figures.contribution),
        to_decimal(figures.margin),
        amount(before),
        amount(figures.contribution - before),
        amount(stretch.booked),
        amount(stretch.estimated),
        settings.COMPANY_CURRENCY,
    ]
