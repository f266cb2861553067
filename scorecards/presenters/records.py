"""A card as one JSON document: decimals as texts, days and moments in ISO 8601."""

from datetime import date
from decimal import Decimal
from typing import Any

from scorecards.presenters.live import plain
from scorecards.presenters.shared import SharedKpi, SharedScorecard

_KPI = (
    "code",
    "name",
    "unit",
    "value",
    "low",
    "high",
    "n",
    "excused",
    "target",
    "floor",
    "weight",
    "points",
    "graded",
    "result",
    "row_count",
    "digest",
)
_CARD = (
    "public_id",
    "template",
    "version",
    "period",
    "starts_on",
    "ends_on",
    "as_of",
    "revision",
    "is_latest",
    "published_at",
    "published_by",
    "score",
    "coverage",
    "band",
    "uncapped_band",
    "our_score",
    "our_coverage",
    "digest",
    "engine_version",
    "acknowledged_at",
)


def card_record(card: SharedScorecard, partner_code: str, cause: str = "") -> dict[str, Any]:
    """What `manage.py scorecard --json` prints: both halves. `cause`: why this revision came to be."""
    record: dict[str, Any] = {"partner": partner_code, "partner_name": card.partner_name}
    record |= {name: _json(getattr(card, name)) for name in _CARD}
    record["cause"] = cause or None
    record["gates"] = [
        {"document": gate.document, "expired_on": _json(gate.expired_on), "cap": gate.cap}
        for gate in card.gates
    ]
    record["revisions"] = [
        {"public_id": one.public_id, "revision": one.revision, "score": _json(one.score)}
        for one in card.revisions
    ]
    record["kpis"] = [_kpi_record(kpi) for kpi in card.kpis]
    record["our_kpis"] = [_kpi_record(kpi) for kpi in card.our_kpis]
    record["responses"] = [
        {"kind": one.kind, "text": one.text, "by": one.by, "at": one.at.isoformat()} for one in card.responses
    ]
    return record


def _kpi_record(kpi: SharedKpi) -> dict[str, Any]:
    record = {name: _json(getattr(kpi, name)) for name in _KPI}
    return record | {
        "basis": kpi.basis_code or None,
        "formula": kpi.formula or None,
        "numerator": plain(kpi.numerator),
        "denominator": plain(kpi.denominator),
    }


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
