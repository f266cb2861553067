"""What makes somebody at risk, in words: each reason's threshold and weight, from where they stand."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.presentation import number, share
from suppliers.engine.at_risk import (
    LATE_INVOICES,
    LATE_SHARE,
    LISTED_FROM,
    ORDERS_FALL,
    PAPER_DAYS,
    SAME_CASES,
    SCORE_FALL,
    SPAN,
    WEIGHTS,
)
from suppliers.presenters.relationship.words import RISK_NAMES


@dataclass(frozen=True)
class Legend:
    """`from_weight`: who has less is not listed."""

    rows: tuple[tuple[Any, str, str], ...]
    from_weight: str


def legend() -> Legend:
    """(name, threshold in words, weight) of each reason."""
    said = thresholds()
    rows = tuple((RISK_NAMES[key], said[key], number(weight)) for key, weight in WEIGHTS.items())
    return Legend(rows, number(LISTED_FROM))


def thresholds() -> dict[str, str]:
    span = {"days": SPAN}
    return {
        "orders": _(
            "In %(days)s days at least %(fall)s less was ordered than in the %(days)s before, and than in "
            "the same days a year ago where those are known"
        )
        % {**span, "fall": share(ORDERS_FALL, 0)},
        "score": _("The newest score is at least %(fall)s points below the mean of the three cards before")
        % {"fall": number(SCORE_FALL)},
        "cases": _("A case that they opened is not closed"),
        "again": _("At least %(n)s cases about the same within %(days)s days") % {**span, "n": SAME_CASES},
        "silent": _("Nobody has spoken to them for longer than the contact plan says"),
        "late": _(
            "At least %(n)s, and %(share)s, of their invoices due in %(days)s days were paid late or wait"
        )
        % {**span, "n": LATE_INVOICES, "share": share(LATE_SHARE, 0)},
        "promise": _("What we promised in a talk is past its day"),
        "papers": _("A paper ends within %(days)s days, or has ended, without a newer one")
        % {"days": PAPER_DAYS},
    }
