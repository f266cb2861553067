"""A KPI of one's own: its formula in words, what it is worth for some partners, who uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.presentation import number
from scorecards.actions.custom_kpis import read_formula
from scorecards.actions.trying import asked_partners, last_closed, values_of
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import to_decimal
from scorecards.engine.formula import BadFormula
from scorecards.enums import KpiName
from scorecards.facts.templates import uses_of
from scorecards.models import CustomKpi, TemplateLine
from scorecards.pages.words import figure_text, period_name
from suppliers.models import Partner

SHOWN = 5


@dataclass(frozen=True)
class Pointer:
    """A formula with the character at which it goes wrong; `at` counts from 1."""

    before: str
    here: str
    after: str
    at: int
    message: str


@dataclass(frozen=True)
class Tried:
    """What a formula is worth: partner, value and what it counts."""

    period: str
    values: list[tuple[str, str, str]]
    note: str


@dataclass(frozen=True)
class Use:
    """A template that uses the KPI; `is_older` when its version keeps an earlier formula."""

    name: str
    url: str
    version: int
    is_older: bool
    formula: str


def pointer(text: str, error: BadFormula, message: str) -> Pointer:
    """Marks the character; at the end of the text it marks the empty place after it."""
    return Pointer(
        text[: error.at], text[error.at : error.at + 1], text[error.at + 1 :], error.at + 1, message
    )


def tried(by: Actor, formula: str, unit: str, today: date) -> Tried:
    """On the last closed quarter, for the first partners that have data. Nothing is stored."""
    period = last_closed(today)
    partners, _count = asked_partners(by, [("", "")])
    side = CATALOGUE[read_formula(formula).names[0]].side
    line = TemplateLine(kpi="tried_out", name="", formula=formula, unit=unit, side=side)
    cards = values_of(by=by, line=line, period=period, partners=partners)
    figures = {pk: card.kpis[0].figure for pk, card in cards.items()}
    known = [pk for pk, figure in figures.items() if figure.value is not None]
    chosen = Partner.objects.filter(pk__in=known).order_by("name")[:SHOWN]
    values = [
        (
            partner.name,
            figure_text(unit, to_decimal(figures[partner.pk].value), 2),
            _("counts %(n)s") % {"n": number(figures[partner.pk].n)},
        )
        for partner in chosen
    ]
    note = "" if values else _("No partner has data for all of its KPIs in this period.")
    return Tried(period_name(period), values, note)


def uses(kpi: CustomKpi) -> list[Use]:
    """The templates whose current version has it, by name."""
    return [_use(line, kpi) for line in uses_of(kpi.code)]


def _use(line: TemplateLine, kpi: CustomKpi) -> Use:
    template = line.version.template
    return Use(
        template.name,
        reverse("scorecards:template", args=[template.public_id]),
        line.version.number,
        line.formula != kpi.formula,
        line.formula,
    )


def inputs(formula: str) -> Sequence[tuple[str, str]]:
    """The KPIs that a formula is made of: code and name; empty when it cannot be read any more."""
    try:
        names = read_formula(formula).names
    except BadFormula:
        return []
    return [(code, str(KpiName(code).label)) for code in names]


def catalogue_words() -> list[tuple[str, str, Any]]:
    """What a formula can be made of: code, name and whose half it is about."""
    return [(code, str(KpiName(code).label), kpi.side) for code, kpi in CATALOGUE.items() if kpi.is_shared]
