"""The ranking as the command prints it and the API answers it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from suppliers.engine.contribution import to_decimal
from suppliers.facts.ranking import Ranked, Ranking

COLUMNS = (
    "partner",
    "kind",
    "revenue_minor",
    "cost_minor",
    "contribution_minor",
    "margin",
    "share",
    "class",
)


def document(ranking: Ranking) -> dict[str, Any]:
    """`total_minor`: all entries; `unattributed_minor`: those that name no partner of the kind."""
    return {
        "currency": ranking.currency,
        "total_minor": ranking.company.contribution,
        "unattributed_minor": ranking.unattributed.contribution,
        "rows": [_row(ranking, row) for row in ranking.rows],
    }


def _row(ranking: Ranking, row: Ranked) -> dict[str, Any]:
    return {
        "partner": row.partner.code,
        "kind": ranking.kind,
        "revenue_minor": row.figures.net_revenue,
        "cost_minor": row.figures.cost,
        "contribution_minor": row.figures.contribution,
        "margin": _text(to_decimal(row.figures.margin)),
        "share": _text(to_decimal(row.place.share)),
        "class": row.place.grade,
    }


def csv_rows(ranking: Ranking) -> Iterator[list[Any]]:
    """The rows, and at the end one without a partner: what is unattributed. They add up to the company."""
    for row in document(ranking)["rows"]:
        yield [row[name] for name in COLUMNS]
    rest = ranking.unattributed
    share = rest.share_of(ranking.company)
    shares = (_text(to_decimal(one)) for one in (rest.margin, share))
    yield ["", ranking.kind, rest.net_revenue, rest.cost, rest.contribution, *shares, ""]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
