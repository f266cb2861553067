"""The pages about contribution, side by side."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES: tuple[tuple[str, Any], ...] = (
    ("contribution", _("Contribution")),
    ("ledger_entries", _("Entries")),
    ("attribution_rules", _("Rules")),
    ("cost_rates", _("Cost rates")),
    ("commissions", _("Commission")),
    ("reliability", _("Reliability")),
    ("segments", _("Segments")),
    ("what_if", _("What if")),
)


@dataclass(frozen=True)
class Tab:
    """One page of them; `is_current`: the reader is there."""

    label: Any
    url: str
    is_current: bool


def tabs(current: str) -> list[Tab]:
    """`current`: the name of the page's address, without its namespace."""
    return [Tab(label, reverse(f"suppliers:{name}"), name == current) for name, label in PAGES]
