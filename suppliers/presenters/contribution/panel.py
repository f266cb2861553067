"""What a partner contributes, in a few lines for its page."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.engine.contribution import Figures, groups
from suppliers.enums import EntryRole
from suppliers.facts.contribution import Span, by_month, month_key
from suppliers.facts.cost_rates import last_twelve
from suppliers.models import Partner
from suppliers.presenters.contribution.amounts import units
from suppliers.presenters.contribution.entries import entries_url, partner_url
from suppliers.presenters.contribution.grids import Cell, Grid, Line
from suppliers.presenters.contribution.period import span_words


@dataclass(frozen=True)
class ContributionPanel:
    """Twelve whole months beside those before them."""

    title: str
    grid: Grid
    url: str


def contribution_panel(actor: Actor, partner: Partner, today: date) -> ContributionPanel | None:
    """None where no entry of the two years names it: one query."""
    span = last_twelve(today)
    past = span.shifted(-12)
    role = EntryRole.of(partner.kind)
    found = by_month(actor, role, Span(past.start, span.end), [partner.pk])
    if not found:
        return None
    first = month_key(span.start)
    sums: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for (_partner, month), kinds in found.items():
        for kind, minor in kinds.items():
            year = sums[0] if month >= first else sums[1]
            year[kind] = year.get(kind, 0) + minor
    now, before = groups(sums[0]), groups(sums[1])
    heads = (_("This year"), _("Last year"), _("Change"))
    everything = entries_url(partner, role, span.start, span.end)
    lines = [_line(name, now, before, fields, heads) for name, fields in _rows()]
    total = _line(_("Contribution"), now, before, ("contribution",), heads, everything)
    grid = Grid(_("Contribution"), settings.COMPANY_CURRENCY, heads, tuple(lines), total)
    title = _("Contribution, %(span)s") % {"span": span_words(span)}
    return ContributionPanel(title, grid, partner_url(partner))


def _rows() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("Net revenue"), ("net_revenue",)),
        (_("Cost of goods and freight"), ("goods", "logistics")),
        (_("Selling and other"), ("selling", "other")),
        (_("Trouble, booked"), ("trouble",)),
    ]


def _line(
    name: str, now: Figures, before: Figures, fields: tuple[str, ...], heads: tuple[str, ...], url: str = ""
) -> Line:
    this, past = (sum(getattr(of, field) for field in fields) for of in (now, before))
    tone = "ok" if this > past else ""
    return Line(
        name,
        (
            Cell(units(this), heads[0], url, "bad" if fields == ("contribution",) and this < 0 else ""),
            Cell(units(past), heads[1]),
            Cell(units(this - past, sign=True), heads[2], tone=tone),
        ),
    )
