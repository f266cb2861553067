"""What a figure must be, computed from the exported rows alone, without a line of the product's code."""

import csv
import io
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil
from statistics import median
from typing import NamedTuple

# the column above and below the line; without one below, the rows themselves
SHARES = {
    "otif_lines": ("passed", None),
    "otif_units": ("accepted_in_window", "quantity"),
    "on_time_quantity": ("quantity_in_window", "quantity"),
    "acceptance_rate": ("confirmed_quantity", "quantity"),
    "promise_kept": ("kept", None),
    "promise_stability": ("stayed", None),
    "rejected_ppm": ("rejected", "received"),
    "accepted_rate": ("accepted", "received"),
    "documents_valid": ("valid", None),
    "cost_index": ("cost_minor", "purchase_minor"),
    "revenue_vs_target": ("revenue_minor", "target_minor"),
    "revenue_growth": ("growth_minor", "before_minor"),
    "return_on_sales": ("contribution_minor", "revenue_minor"),
    "return_on_marketing": ("contribution_minor", "expense_minor"),
    "commission_rate": ("commission_minor", "revenue_minor"),
    "active_customers_kept": ("bought_again", None),
    "case_rate": ("cases", "lines"),
    "partners_lost": ("lost", "at_start"),
    "paid_within_terms": ("in_terms", None),
    "paid_within_30": ("in_30_days", None),
    "changes_inside_lead_time": ("changed", None),
}
# the column that n adds up, where it does not count the rows
COUNTED = {"case_rate": "lines", "partners_lost": "at_start"}
TOTALS = {
    "overdue_quantity_days": "open_quantity_days",
    "price_variance": "variance_minor",
    "net_marketing_contribution": "contribution_minor",
}
MEANS = {"lead_time_mean": "lead_days", "survey_score": "score", "recovery_satisfaction": "satisfaction"}
MEDIANS = {
    "notice_days": "notice_days",
    "response_hours": "hours",
    "case_days_to_close": "days",
    "answer_hours": "hours",
    "contest_days": "days",
    "idea_days": "days",
}
KNOWN = {*SHARES, *TOTALS, *MEANS, *MEDIANS, "lead_time_p90", "lead_time_sd", "partner_satisfaction"}


class Recomputed(NamedTuple):
    """`value` as it is printed: up to twelve decimals."""

    value: str | None
    n: int
    excused: int


def recomputed(kpi: str, text: str) -> Recomputed:
    """From the CSV that `kpi-rows` prints."""
    rows = list(csv.DictReader(io.StringIO(text)))
    counted = [row for row in rows if row.get("excused", "0") in ("0", "False")]
    n = int(sum(_numbers(counted, COUNTED[kpi]))) if kpi in COUNTED else len(counted)
    return Recomputed(printed(_value(kpi, counted)), n, len(rows) - len(counted))


def _value(kpi, rows):
    if kpi in SHARES:
        above, below = SHARES[kpi]
        whole = sum(_numbers(rows, below)) if below else Fraction(len(rows))
        times = 10**6 if kpi == "rejected_ppm" else 1
        return sum(_numbers(rows, above)) * times / whole if whole else None
    if kpi in TOTALS:
        return sum(_numbers(rows, TOTALS[kpi])) if rows else None
    if kpi in MEANS:
        return sum(_numbers(rows, MEANS[kpi])) / len(rows) if rows else None
    if kpi in MEDIANS:
        return median(_numbers(rows, MEDIANS[kpi])) if rows else None
    days = sorted(_numbers(rows, "lead_days")) if kpi.startswith("lead_time") else []
    if kpi == "lead_time_p90":
        return days[ceil(Fraction(len(days) * 9, 10)) - 1] if days else None
    return _deviation(days) if kpi == "lead_time_sd" and len(days) > 1 else None


def _numbers(rows, column):
    return [Fraction(row[column]) for row in rows]


def _deviation(values):
    mean = sum(values) / len(values)
    variance = sum((one - mean) ** 2 for one in values) / (len(values) - 1)
    with localcontext(prec=50):
        return Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())


def printed(value):
    if value is None:
        return None
    with localcontext(prec=80):
        exact = Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)
        text = f"{exact.quantize(Decimal('1e-12')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_row(kpi, row):
    """What the columns of one row must say of each other."""
    if kpi == "revenue_growth":
        assert int(row["growth_minor"]) == int(row["revenue_minor"]) - int(row["before_minor"])
    elif kpi in ("net_marketing_contribution", "return_on_sales", "return_on_marketing"):
        parts = [int(row[f"{name}_minor"]) for name in ("revenue", "cost", "expense", "contribution")]
        assert parts[3] == parts[0] - parts[1] - parts[2]
    elif kpi == "cost_index":
        assert int(row["cost_minor"]) == int(row["purchase_minor"]) + int(row["non_performance_minor"])
    elif kpi in ("rejected_ppm", "accepted_rate"):
        assert Fraction(row["received"]) == Fraction(row["accepted"]) + Fraction(row["rejected"])
    elif kpi == "overdue_quantity_days":
        assert Fraction(row["open_quantity"]) <= Fraction(row["quantity"])
    elif kpi in ("otif_units", "on_time_quantity"):
        assert Fraction(row["accepted_in_window"]) <= Fraction(row["quantity"])
        assert Fraction(row["quantity_in_window"]) <= Fraction(row["quantity"])
