"""The plan, retention and risk as programs read them."""

from datetime import date
from typing import Any

from portal.actors import Actor
from suppliers.facts.at_risk import AtRisk
from suppliers.facts.touch import Contact
from suppliers.presenters.relationship.retention import retention_page, typed_rows
from suppliers.presenters.relationship.words import sign_words


def plan_document(plan: list[Contact]) -> list[dict[str, Any]]:
    return [
        {
            "partner": one.partner.code,
            "last_spoken_on": _text(one.last.on if one.last else None),
            "how": one.last.how if one.last else "",
            "days": one.days,
            "every_days": one.rule.every_days,
            "due_on": _text(one.due_on),
            "is_silent": one.is_silent,
            "next_on": _text(one.next_on),
        }
        for one in plan
    ]


def retention_document(actor: Actor, by: str, today: date) -> list[dict[str, Any]]:
    names, *rows = typed_rows(retention_page(actor, by, "", today))
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def risk_document(found: list[AtRisk]) -> list[dict[str, Any]]:
    return [
        {
            "partner": row.partner.code,
            "weight": row.weight,
            "reasons": [
                {"key": sign.key, "weight": sign.weight, "words": sign_words(sign)} for sign in row.signs
            ],
        }
        for row in found
    ]


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
