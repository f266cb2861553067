"""The page of the numbers: what each figure says, for everybody who sees cards."""

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.presentation import number
from scorecards.presenters.numbers import FamilyWords, families

TERMS = (
    (
        gettext_lazy("Requested day"),
        gettext_lazy("The day the buyer asked for, on an order line. It is no promise."),
    ),
    (
        gettext_lazy("First promise"),
        gettext_lazy(
            "The first day and quantity the partner confirmed. It stays for ever; only a change that the "
            "buyer asks for moves it."
        ),
    ),
    (gettext_lazy("Last promise"), gettext_lazy("The newest day and quantity the partner confirmed.")),
    (
        gettext_lazy("Basis"),
        gettext_lazy(
            "Which of the three a line is measured against. The same deliveries give three different shares, "
            "so the basis is part of the name of the number."
        ),
    ),
    (
        gettext_lazy("Window"),
        gettext_lazy(
            "How many days early and late still are in time: −2/+0 is from two days before to the day "
            "itself, the days of both ends included. In calendar days, or in working days of the receiving "
            "site."
        ),
    ),
    (
        gettext_lazy("Tolerance"),
        gettext_lazy("What may be missing of the quantity, in per cent. Exactly at the limit passes."),
    ),
    (
        gettext_lazy("Excused"),
        gettext_lazy(
            "A line that left the figure, with a reason and somebody who agreed to it. How many there are is "
            "shown beside the figure, always."
        ),
    ),
    (
        gettext_lazy("n"),
        gettext_lazy(
            "How many rows the figure counts, without the excused. Under the least number that the template "
            "asks for, the figure is shown and not graded."
        ),
    ),
    (
        gettext_lazy("No data"),
        gettext_lazy("There is nothing to measure. It is never taken for 0, and never for 100."),
    ),
    (
        gettext_lazy("Coverage"),
        gettext_lazy("The share of the weights that have data and are graded. Under half there is no band."),
    ),
    (
        gettext_lazy("As of"),
        gettext_lazy("The day until which facts count. What happened later does not exist for the figure."),
    ),
    (
        gettext_lazy("All partners together"),
        gettext_lazy("Pooled: as if all rows were one partner's. It is not a mean of means."),
    ),
)


def _marked(phrase: str, *columns: str) -> str:
    return format_html(phrase, *(format_html("<code>{}</code>", column) for column in columns))


@dataclass(frozen=True)
class Term:
    name: str
    meaning: str


@dataclass(frozen=True)
class NumbersPage:
    """`found` says how many KPIs a search left; empty without a search."""

    title: str
    reason: str
    asked: str
    found: str
    empty: str
    families: tuple[FamilyWords, ...]
    terms: tuple[Term, ...]


def numbers(*, is_staff: bool, asked: str = "") -> NumbersPage:
    """Partners see the KPIs that cards may show them. `asked`: words that all must be there."""
    wanted = asked.lower().split()
    shown = []
    for family in families(_marked, shared_only=not is_staff):
        kpis = tuple(kpi for kpi in family.kpis if all(word in kpi.text for word in wanted))
        if kpis:
            shown.append(replace(family, kpis=kpis))
    count = sum(len(family.kpis) for family in shown)
    return NumbersPage(
        title=_("The numbers"),
        reason=_(
            "What each figure says and how it is made. Every figure opens the rows behind it, and they add "
            "up to it, to the digit."
        ),
        asked=asked,
        found=_found(count) if wanted else "",
        empty=_("No number has these words. Try a shorter one."),
        families=tuple(shown),
        terms=tuple(Term(str(name), str(meaning)) for name, meaning in TERMS),
    )


def _found(count: int) -> str:
    return ngettext("%(count)s number found", "%(count)s numbers found", count) % {"count": number(count)}
